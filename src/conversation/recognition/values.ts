import type { Facts } from '../../failure.ts';
import type { Hearing, Scripts } from '../recognition.ts';
import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import { matchPattern, toUtterance } from './match.ts';
import { type Token, toWords } from './normalise.ts';
import type { Element } from './compile.ts';
import type { Pattern } from './phrasebook.ts';
import type { ReadFillings } from './slots.ts';
import { startsWith } from './wrapping.ts';

/** What was said for the slots of one intent, with nothing else around it. */
export type Said = {
  readonly slots: Facts;
  /** It opened with "no", "I meant" or the like. */
  readonly corrects: boolean;
  /** It opened with "and" or "what about": the same question about something else. */
  readonly further: boolean;
};

export type ReadValues = (
  tokens: readonly Token[],
  intent: string,
  wanted: Wanted,
  readFillings: ReadFillings,
) => Said | undefined;

/** Which slot must be among them, if any, and whether a name that nothing knows will do. */
export type Wanted = { readonly slot?: string; readonly free: boolean };

type Marker = { readonly kind: 'opening' | 'correction' | 'further'; readonly words: readonly string[] };

/** Reads bare values: "twelve", "uh make it a dozen please", "no, vault", "ping, twelve of them". */
export function createValues(scripts: Scripts, lists: Lists, lexicon: Lexicon): ReadValues {
  const { answers, wrapping } = lists;
  const toMarkers = (kind: Marker['kind'], phrases: readonly string[]): readonly Marker[] =>
    phrases.map((phrase) => ({ kind, words: toWords(phrase, lexicon.spellings) }));
  const openers = [
    ...toMarkers('opening', [...wrapping.noises, ...wrapping.wish, ...answers.opening]),
    ...toMarkers('correction', answers.correction),
    ...toMarkers('further', answers.further),
  ].toSorted((a, b) => b.words.length - a.words.length);
  const closers = [
    ...toMarkers('opening', [...wrapping.closers, ...answers.units]),
    ...toMarkers('correction', ['instead', 'rather']),
  ].toSorted((a, b) => b.words.length - a.words.length);

  return (tokens, intent, wanted, readFillings) => {
    const patterns = toPatterns(intent, wanted);
    for (const said of toStages({ tokens, corrects: false, further: false })) {
      const utterance = toUtterance(said.tokens, lexicon, readFillings);
      for (const pattern of patterns) {
        const match = matchPattern(pattern, utterance, lexicon, 'base');
        if (match) return { slots: match.slots, corrects: said.corrects, further: said.further };
      }
    }
    return undefined;
  };

  type Stage = Omit<Said, 'slots'> & { readonly tokens: readonly Token[] };

  function toStages(stage: Stage): readonly Stage[] {
    const end = closers.find(({ words }) => startsWith(stage.tokens.slice(-words.length), words));
    const start = openers.find(({ words }) => startsWith(stage.tokens, words));
    const mark = (marker: Marker, tokens: readonly Token[]): Stage => ({
      tokens,
      corrects: stage.corrects || marker.kind === 'correction',
      further: stage.further || marker.kind === 'further',
    });
    return [
      stage,
      ...(start ? toStages(mark(start, stage.tokens.slice(start.words.length))) : []),
      ...(end && !start ? toStages(mark(end, stage.tokens.slice(0, -end.words.length))) : []),
    ];
  }

  function toPatterns(intent: string, { slot: wanted, free }: Wanted): readonly Pattern[] {
    const elements = Object.entries(scripts.get(intent)?.slots ?? {}).map(
      ([slot, { type }]): Element => ({ kind: 'slot', slot, type }),
    );
    const sets = elements.flatMap((element, at) => [
      [element],
      ...elements.slice(at + 1).map((other) => [element, other]),
    ]);
    return sets
      .filter((set) => wanted === undefined || set.some((element) => element.kind === 'slot' && element.slot === wanted))
      .map((set) => ({
        intent,
        risk: 'read',
        elements: set,
        required: (1 << set.length) - 1,
        anchored: free,
        fixed: false,
      }));
  }
}
