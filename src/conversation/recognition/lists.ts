import { z } from 'zod';
import { checkWords, expand } from './expand.ts';

/** Each phrase may be a template without slots, and then stands for all that it can mean. */
const phrases = z.array(z.string().min(1)).transform((templates) => templates.flatMap(expand));
/** Templates that stand for too many phrases to list them all; checked, but kept as they are. */
const templates = z.array(z.string().min(1)).transform((all) => {
  for (const template of all) checkWords(template);
  return all;
});
const classes = z.record(z.string(), phrases);

/** `intents/_lists.yaml`: everything about English that several intents share. */
export const listsSchema = z.strictObject({
  /** Closed lists of values: the value that deeds get → the ways it is said or misheard. */
  vocabularies: z.record(z.string(), z.record(z.string(), templates)),
  /** Slot types that are names of things alive on a platform right now. */
  live: phrases,
  /** A verb in a template stands for all verbs of its class, in the same form. */
  verbs: classes.default({}),
  /** Nouns for doing what a verb says: "installation". */
  nominals: classes.default({}),
  /** A noun in a template stands for all nouns of its class, singular or plural. */
  nouns: classes.default({}),
  /** Other words and phrases that stand for one another. */
  phrases: classes.default({}),
  /** What a recogniser makes of a word; a match through one of these counts as repaired. */
  misheard: classes.default({}),
  /**
   * Words without a meaning of their own: those that never end a sentence, others, and more for reads. `filler` is
   * what adds nothing to a sentence of which all else is understood.
   */
  light: z
    .strictObject({
      linking: phrases,
      always: phrases,
      reads: phrases,
      filler: phrases,
      chatter: phrases,
    })
    .default({ linking: [], always: [], reads: [], filler: [], chatter: [] }),
  /** Platforms as places, how one is on them, and what they may be called beside their name. */
  places: z
    .strictObject({ names: phrases, prepositions: phrases, nouns: phrases })
    .default({ names: [], prepositions: [], nouns: [] }),
  /** Clusters as places, where there are several: how one is named, how it is asked for, and how an order names it. */
  clusters: z
    .strictObject({
      nouns: phrases,
      prepositions: phrases,
      /** Prepositions after which even a name that nothing knows is meant as a cluster. */
      firm: phrases,
      /** Words that are no such name. */
      never: phrases,
      /** Words before a cluster that mean any other one. */
      barring: phrases,
      /** All of them: "on every cluster". */
      every: phrases,
      /** Before all of them, the last question again. */
      again: phrases,
      ask: z.string(),
      order: z.string(),
    })
    .default({
      nouns: [],
      prepositions: [],
      firm: [],
      never: [],
      barring: [],
      every: [],
      again: [],
      ask: '',
      order: '',
    }),
  /** Sounds and words of somebody who thinks while speaking: left out wherever they stand. */
  hesitations: phrases.default([]),
  /** What a recogniser makes of small words; tried only where nothing else was understood. */
  slips: z.record(z.string(), z.string()).default({}),
  /** Words of the trade: next to one of them an unknown word may be a name. */
  trade: phrases.default([]),
  /** Words that are never part of an unknown name. */
  nameless: phrases.default([]),
  /** How a request is wrapped: what may stand before and after it. */
  wrapping: z
    .strictObject({
      noises: templates,
      command: templates,
      gerund: templates,
      wish: templates,
      asking: templates,
      closers: templates,
    })
    .default({ noises: [], command: [], gerund: [], wish: [], asking: [], closers: [] }),
  /** Words that say why something that looks like a request is none, and what only looks like them. */
  guards: z
    .strictObject({
      negated: phrases,
      hypothetical: phrases,
      question: phrases,
      relative: phrases,
      absolute: phrases,
      finished: phrases,
      barred: phrases,
      withdrawn: phrases,
      excused: phrases,
    })
    .default({
      negated: [],
      hypothetical: [],
      question: [],
      relative: [],
      absolute: [],
      finished: [],
      barred: [],
      withdrawn: [],
      excused: [],
    }),
  /**
   * What may stand beside a request without being one: words that join it on, those with which the request itself
   * begins, how a remark begins, the verbs of one that tells how something is, whom it tells of, how it may end and
   * how it does not, what it may say although it looks like a guard, and what none holds.
   */
  remarks: z
    .strictObject({
      joints: phrases,
      requests: phrases,
      openings: phrases,
      states: phrases,
      subjects: phrases,
      endings: phrases,
      unfinished: phrases,
      excused: phrases,
      never: phrases,
    })
    .default({
      joints: [],
      requests: [],
      openings: [],
      states: [],
      subjects: [],
      endings: [],
      unfinished: [],
      excused: [],
      never: [],
    }),
  /** What is said in answer to a question, whatever the intent. */
  answers: z
    .strictObject({
      yes: phrases,
      no: phrases,
      cancel: phrases,
      repeat: phrases,
      again: phrases,
      correction: phrases,
      pronouns: phrases,
      opening: phrases,
      doing: phrases,
      units: phrases,
      further: phrases,
    })
    .default({
      yes: [],
      no: [],
      cancel: [],
      repeat: [],
      again: [],
      correction: [],
      pronouns: [],
      opening: [],
      doing: [],
      units: [],
      further: [],
    }),
  /** Spellings that stand for several words: "gonna" → "going to". */
  spellings: z.record(z.string(), z.string()).default({}),
});

export type Lists = z.infer<typeof listsSchema>;
