import type { Hearing, Scripts } from '../../recognition.ts';
import type { Script } from '../../script.ts';
import { expand } from '../expand.ts';
import { createFluency } from '../fluency.ts';
import type { Lexicon } from '../lexicon.ts';
import type { Lists } from '../lists.ts';
import { normalise } from '../normalise.ts';
import { createSlots } from '../slots.ts';
import { type Shaped, toFeatures, toHash, toShaped } from './features.ts';
import { createToLabel, fromText, nothing } from './labels.ts';
import { createRandom, pick } from './random.ts';
import { type Sample, sample, type Values } from './samples.ts';
import type { Sentence } from './sentences.ts';
import { createShape } from './shape.ts';
import type { Lesson } from './train.ts';

type Heard = { readonly label: string; readonly shaped: readonly Shaped[] };

/** A name that nothing knows. */
const stranger = toShaped({ shape: '?', words: ['?'], kinds: [], concepts: [], skeletons: [''] });
/** How talk begins that may lead up to a request. */
const telling = /^(?:i|we|my|the|our|it|they|this|that|there|she|he)$/;
const shortestTalk = 4;
const shortestRequest = 3;
/** Every so many requests are also heard after some talk. */
const talkEvery = 2;
const leastMet = 2;
const leastSamples = 100;
const leastOfLabel = 40;

export type Lessons = { readonly lessons: readonly Lesson[]; readonly shapes: ReadonlySet<number> };

/**
 * Everything there is to learn from: the sentences, the templates and the examples of the scripts; requests with a name
 * also with one that nothing knows, and some requests after talk that has nothing to do with them.
 */
export function toLessons(
  scripts: Scripts,
  lists: Lists,
  lexicon: Lexicon,
  sentences: readonly Sentence[],
): Lessons {
  const values = gatherValues(scripts, sentences);
  const random = createRandom(1);
  const hear = createHearing(lists, lexicon, scripts, values);
  const toLabel = createToLabel(scripts, lists);
  const all: readonly Heard[] = [
    ...sentences.map(({ intent, slots, hear: said }) => ({
      label: toLabel(intent, Object.fromEntries(toPairs(slots))),
      shaped: hear(said),
    })),
    ...Array.from(scripts).flatMap(([intent, script]) =>
      [...sampleAll(script, lists, values, random), ...script.examples].map(
        ({ hear: said, slots }) => ({ label: toLabel(intent, slots), shaped: hear(said) }),
      ),
    ),
  ];
  const heard = withCommonLabels(all);
  const shapes = toShapes(heard);
  const isKnown = (shape: number): boolean => shapes.has(shape);
  const lessons = [...heard, ...heard.flatMap(toNamed), ...afterTalk(heard, random)].map(
    ({ label, shaped }) => ({ label, features: [...toFeatures(shaped, isKnown)] }),
  );
  return { lessons, shapes };
}

/** A value that few sentences have is not learnt with the intent: it would be chance. */
function withCommonLabels(heard: readonly Heard[]): readonly Heard[] {
  const counts = new Map<string, number>();
  for (const { label } of heard) counts.set(label, (counts.get(label) ?? 0) + 1);
  return heard.map(({ label, shaped }) => ({
    label: (counts.get(label) ?? 0) < leastOfLabel ? fromText(label).intent : label,
    shaped,
  }));
}

/** Every template, as it is and wrapped; several times where an intent has few, so that it is not overheard. */
function sampleAll(
  script: Script,
  lists: Lists,
  values: Values,
  random: () => number,
): readonly Sample[] {
  const { noises, command, closers } = lists.wrapping;
  const openers = [...noises, ...command];
  const rounds = Math.max(1, Math.ceil(leastSamples / (2 * script.utterances.length)));
  const word = (templates: readonly string[]): string =>
    pick(expand(pick(templates, random) ?? ''), random) ?? '';
  return Array.from({ length: rounds }).flatMap(() =>
    script.utterances.flatMap((template) => {
      const plain = sample(template, script, lists, values, random);
      const { hear, slots } = sample(template, script, lists, values, random);
      const [before, after] = random() < 0.5 ? [word(openers), ''] : ['', word(closers)];
      return [plain, { hear: `${before} ${hear} ${after}`.trim(), slots }];
    }),
  );
}

/** Hears sentences while everything that is named in them is alive. */
function createHearing(
  lists: Lists,
  lexicon: Lexicon,
  scripts: Scripts,
  values: Values,
): (said: string) => readonly Shaped[] {
  const toFluent = createFluency(lists);
  const shape = createShape(lists, lexicon);
  const hearing: Hearing = { names: (list) => values.get(list) ?? [] };
  const readFillings = createSlots(lists, lexicon, scripts)(hearing);
  return (said) => shape(readFillings)(normalise(toFluent(said), lexicon.spellings));
}

/** The values that the sentences and the examples have, by slot type. */
function gatherValues(scripts: Scripts, sentences: readonly Sentence[]): Values {
  const values = new Map<string, Set<string>>();
  const add = (intent: string, slot: string, value: string): void => {
    const type = scripts.get(intent)?.slots[slot]?.type;
    if (type === undefined) return;
    values.set(type, (values.get(type) ?? new Set()).add(value));
  };
  for (const [intent, { examples }] of scripts)
    for (const { slots } of examples)
      for (const [slot, value] of Object.entries(slots)) add(intent, slot, String(value));
  for (const { intent = '', slots } of sentences)
    for (const [slot, value] of toPairs(slots)) add(intent, slot, value);
  return new Map(Array.from(values, ([type, all]) => [type, [...all]]));
}

function toPairs(slots: string): readonly (readonly [string, string])[] {
  return Array.from(slots.matchAll(/(\S+?)=(\S+)/g), ([, slot = '', value = '']) => [slot, value]);
}

function toShapes(heard: readonly Heard[]): ReadonlySet<number> {
  const counts = new Map<string, number>();
  for (const { shaped } of heard)
    for (const { shape } of shaped) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  const met = Array.from(counts).filter(([, count]) => count >= leastMet);
  return new Set(met.map(([shape]) => toHash(shape)));
}

function toNamed({ label, shaped }: Heard): readonly Heard[] {
  if (!shaped.some(({ shape }) => shape === '@name')) return [];
  return [{ label, shaped: shaped.map((one) => (one.shape === '@name' ? stranger : one)) }];
}

function afterTalk(heard: readonly Heard[], random: () => number): readonly Heard[] {
  const talk = heard.filter(
    ({ label, shaped: [first, ...rest] }) =>
      label === nothing && rest.length + 1 >= shortestTalk && telling.test(first?.shape ?? ''),
  );
  return heard
    .filter(({ label, shaped }) => label !== nothing && shaped.length >= shortestRequest)
    .filter((_, at) => at % talkEvery === 0)
    .map(({ label, shaped }) => ({
      label,
      shaped: [...(pick(talk, random)?.shaped ?? []), ...shaped],
    }));
}
