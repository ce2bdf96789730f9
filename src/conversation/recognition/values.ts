import type { Facts } from '../../failure.ts';
import type { Scripts } from '../recognition.ts';
import type { Element } from './compile.ts';
import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import { matchPattern, toUtterance } from './match.ts';
import type { Token } from './normalise.ts';
import type { Pattern } from './phrasebook.ts';
import { createTemplatePhrases } from './template-phrases.ts';
import { toNth } from './nth.ts';
import type { ReadFillings } from './slots.ts';

/** What was said for the slots of one intent, with nothing else around it. */
export type SaidValues = {
  readonly slots: Facts;
  /** It opened with "no", "I meant" or the like. */
  readonly corrects: boolean;
  /** It opened with "and" or "what about": the same question about something else. */
  readonly further: boolean;
  /** It opened with a verb, so that it may be a command of its own: "run the ping job". */
  readonly doing: boolean;
};

/** Which slot must be among them, if any, and whether a name that nothing knows will do. */
export type Wanted = { readonly slot?: string; readonly free: boolean };

export type ReadValues = (
  tokens: readonly Token[],
  intent: string,
  wanted: Wanted,
  readFillings: ReadFillings,
) => SaidValues | undefined;

type Mark = 'opening' | 'doing' | 'correction' | 'further';
type Stage = Omit<SaidValues, 'slots'> & { readonly tokens: readonly Token[] };

const unmarked = { corrects: false, further: false, doing: false };

/** Reads bare values: "twelve", "uh make it a dozen please", "no, vault", "ping, twelve of them". */
export function createValues(scripts: Scripts, lists: Lists, lexicon: Lexicon): ReadValues {
  const { answers, wrapping } = lists;
  const findOpener = createTemplatePhrases<Mark>(
    [
      ...mark('correction', answers.correction),
      ...mark('further', answers.further),
      ...mark('doing', answers.doing),
      ...mark('opening', [...wrapping.noises, ...wrapping.wish, ...answers.opening]),
    ],
    lexicon.spellings,
  );
  const findCloser = createTemplatePhrases<Mark>(
    [
      ...mark('correction', ['instead', 'rather']),
      ...mark('opening', [...wrapping.closers, ...answers.units]),
    ],
    lexicon.spellings,
  );

  return (tokens, intent, wanted, readFillings) => {
    const patterns = toPatterns(intent, wanted);
    for (const { tokens: rest, ...marks } of toStages({ tokens, ...unmarked })) {
      const utterance = toUtterance(rest, lexicon, readFillings);
      for (const pattern of patterns) {
        const match = matchPattern(pattern, utterance, lexicon, 'base');
        if (match) return { slots: match.slots, ...marks };
      }
    }
    return undefined;
  };

  /**
   * First what was said as it is, then with one marker after the other taken off, from the front and the end; "the
   * ping one" is first taken without its end, which is no number.
   */
  function toStages(stage: Stage): readonly Stage[] {
    const words = stage.tokens.map(({ text }) => text);
    if (words.length === 0) return [];
    const [start] = findOpener.at(words, 0);
    const end = findCloser.ending(words);
    const further = [
      ...(start ? toStages(strip(stage, start.value, stage.tokens.slice(start.length))) : []),
      ...(end ? toStages(strip(stage, end.value, stage.tokens.slice(0, -end.length))) : []),
    ];
    const isPointing = words.length > 1 && /^ones?$/.test(words.at(-1) ?? '');
    return isPointing ? [...further, stage] : [stage, ...further];
  }

  function toPatterns(intent: string, { slot: wanted, free }: Wanted): readonly Pattern[] {
    const elements = Object.entries(scripts.get(intent)?.slots ?? {}).map(
      ([slot, { type }]): Element => ({ kind: 'slot', slot, type }),
    );
    const pairs = elements.flatMap((element, at) =>
      elements.slice(at + 1).map((other) => [element, other]),
    );
    const places = elements.flatMap((one): readonly Element[] =>
      one.kind === 'slot' ? [{ ...one, type: toNth(one.type) }] : [],
    );
    // two values at once have to be known ones: "the web one" is not one of an unknown job
    const sets = [
      ...[...elements, ...(free ? places : [])].map((element) => [element]),
      ...(free ? [] : pairs),
    ];
    return sets
      .filter((set) => isAmong(set, wanted))
      .map((set) => ({
        intent,
        risk: 'read',
        elements: set,
        choices: [],
        required: (1 << set.length) - 1,
        anchored: free,
        fixed: false,
      }));
  }
}

function isAmong(set: readonly Element[], wanted: string | undefined): boolean {
  return wanted === undefined || set.some((one) => one.kind === 'slot' && one.slot === wanted);
}

function strip(stage: Stage, value: Mark, tokens: readonly Token[]): Stage {
  return {
    tokens,
    corrects: stage.corrects || value === 'correction',
    further: stage.further || value === 'further',
    doing: stage.doing || value === 'doing',
  };
}

function mark(kind: Mark, phrases: readonly string[]): readonly (readonly [string, Mark])[] {
  return phrases.map((phrase) => [phrase, kind]);
}
