import type { Hearing, Recognition, Recognize } from '../recognition.ts';
import { toWord } from './in-clusters.ts';

/** The cluster of a question that goes to all of them. */
export const everyCluster = 'all';

export type OnAllClustersOptions = {
  /** The ways to say that all of them are meant: "on every cluster". */
  readonly every: readonly string[];
  /** What stands for them where the sentence is none without them: "how are all the clusters doing". */
  readonly noun: string;
  /** Words with which the same is asked again, about all of them: "and". */
  readonly again: readonly string[];
  /** Whether an intent has a slot for the cluster. */
  readonly takes: (intent: string) => boolean;
};

type Span = { readonly from: number; readonly to: number };

/** Understands sentences about all clusters at once: what says so is taken out, and the rest understood as ever. */
export function recognizeOnAllClusters(
  recognize: Recognize,
  { every, noun, again, takes }: OnAllClustersOptions,
): Recognize {
  const phrases = every.map((phrase) => phrase.split(' ')).toSorted((a, b) => b.length - a.length);
  const joints = new Set(again);

  return (text, hearing = {}) => {
    const chunks = text.split(/\s+/).filter((chunk) => chunk !== '');
    const words = chunks.map(toWord);
    const span = findSpan(words);
    return (span && understand(chunks, words, span, hearing)) ?? recognize(text, hearing);
  };

  function understand(
    chunks: readonly string[],
    words: readonly string[],
    { from, to }: Span,
    hearing: Hearing,
  ): Recognition | undefined {
    const isOver = words.every((word, at) => (at >= from && at < to) || joints.has(word));
    if (isOver) return toAll(hearing);
    const mark = chunks[to - 1]?.endsWith('?') === true && to === chunks.length ? '?' : '';
    for (const instead of [[], [noun]]) {
      const rest = [...chunks.slice(0, from), ...instead, ...chunks.slice(to)].join(' ') + mark;
      const said = recognize(rest, hearing);
      if (said.kind === 'intent' && said.slots['cluster'] === undefined && takes(said.intent))
        return { ...said, slots: { ...said.slots, cluster: everyCluster } };
    }
    return undefined;
  }

  /** Nothing but all of them: the answer to which one, or the last question again. */
  function toAll({ awaits, last }: Hearing): Recognition | undefined {
    const slots = { cluster: everyCluster };
    if (awaits !== undefined && awaits !== 'yes')
      return awaits.slot === 'cluster' ? { kind: 'answer', slots } : undefined;
    if (awaits !== undefined || !last || !takes(last.intent)) return undefined;
    const question = { intent: last.intent, slots: { ...last.slots, ...slots } };
    return { kind: 'intent', ...question, confidence: 0.8, alternatives: [] };
  }

  function findSpan(words: readonly string[]): Span | undefined {
    for (const phrase of phrases)
      for (let from = 0; from + phrase.length <= words.length; from += 1)
        if (phrase.every((word, at) => words[from + at] === word))
          return { from, to: from + phrase.length };
    return undefined;
  }
}
