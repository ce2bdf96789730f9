import { z } from 'zod';
import type { Display } from '../../conversation/turn.ts';
import { endScene } from './google-channel.ts';
import { fromSpeech } from './ssml.ts';

/** What a device makes of a webhook response: what it says, shows and offers, and whether it goes on listening. */
export type Answer = {
  readonly speech: string;
  readonly text: string;
  readonly suggestions: readonly string[];
  readonly ended: boolean;
  readonly table?: Display;
};

const simple = z.object({ speech: z.string().default(''), text: z.string().default('') });
const words = z.string().default('');

const response = z.object({
  prompt: z
    .object({
      firstSimple: simple.optional(),
      lastSimple: simple.optional(),
      suggestions: z.array(z.object({ title: z.string() })).default([]),
      content: z
        .object({
          table: z
            .object({
              title: words,
              columns: z.array(z.object({ header: words })).default([]),
              rows: z.array(z.object({ cells: z.array(z.object({ text: words })) })).default([]),
            })
            .optional(),
        })
        .default({}),
    })
    .prefault({}),
  scene: z.object({ next: z.object({ name: words }).prefault({}) }).prefault({}),
});

/** Reads a webhook response; throws at one that Google would not have understood. */
export function readAnswer(body: unknown): Answer {
  const { prompt, scene } = response.parse(body);
  const simples = [prompt.firstSimple, prompt.lastSimple].filter((one) => one !== undefined);
  const { table } = prompt.content;
  return {
    speech: simples.map(({ speech }) => fromSpeech(speech)).join(' '),
    text: simples.map(({ speech, text }) => text || fromSpeech(speech)).join(' '),
    suggestions: prompt.suggestions.map(({ title }) => title),
    ended: scene.next.name === endScene,
    ...(table && { table: toDisplay(table) }),
  };
}

function toDisplay(table: {
  title: string;
  columns: { header: string }[];
  rows: { cells: { text: string }[] }[];
}): Display {
  return {
    title: table.title,
    columns: table.columns.map(({ header }) => header),
    rows: table.rows.map(({ cells }) => cells.map(({ text }) => text)),
  };
}
