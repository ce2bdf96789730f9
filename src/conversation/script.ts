import { z } from 'zod';
import type { Titles } from './voice.ts';

const lines = z.array(z.string().min(1)).min(1);
const orOne = z.union([z.string().transform((line) => [line]), lines]);

const slotSchema = z.strictObject({
  /** `number`, `name`, or a vocabulary or live list named in `_lists.yaml`. */
  type: z.string(),
  /** What to ask when it is missing; a slot without a question is optional. */
  ask: z.string().optional(),
  /** Its value when nobody said one; a change asks where the talk was of another one. */
  fallback: z.string().optional(),
  /** Given by deeds and callers alone, and never heard in words. */
  unheard: z.literal(true).optional(),
  /** The value that means the same as none: the status of everything is that of no component. */
  whole: z.string().optional(),
  /** The value that stands for all the others, so that they may be named beside it. */
  all: z.string().optional(),
  /** A policy limit that a number must not pass, by its name in the configuration. */
  limit: z.string().optional(),
});

/** What to say: the facts first, then perhaps a quip. Each list holds phrasings of the same thing. */
export const phraseSchema = z.strictObject({ say: lines, quip: lines.optional() });

/** The words of one intent: everything heard and said for it, as its YAML file holds them. */
export const scriptSchema = z.strictObject({
  description: z.string(),
  utterances: lines,
  slots: z.record(z.string(), slotSchema).default({}),
  /** How the wish is put into a question ("Did you mean: …?"): the first whose slots are all known is used. */
  gist: lines.optional(),
  /** The read-back before acting, the first whose facts are all known; present means that the deed waits for a yes. */
  confirm: orOne.optional(),
  /** As `confirm`, for a deed that waits for a yes only where the look beforehand finds it grave. */
  caution: orOne.optional(),
  /** Why the deed can not be taken back, said where an undo would meet it. */
  final: z.string().optional(),
  replies: z.record(z.string(), phraseSchema),
  /** What a person might say next, at most 25 characters each. */
  suggestions: z.array(z.string().max(25)).default([]),
  examples: z
    .array(
      z.strictObject({
        hear: z.string(),
        slots: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
      }),
    )
    .min(1),
});

export type Script = z.infer<typeof scriptSchema> & {
  /** How the wish names its cluster; given where there are several. */
  readonly order?: string;
  readonly titles?: Titles;
};
export type Phrase = z.infer<typeof phraseSchema>;
