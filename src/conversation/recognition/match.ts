import type { Facts } from '../../failure.ts';
import type { Lexicon, Reading } from './lexicon.ts';
import type { Token } from './normalise.ts';
import type { Element } from './compile.ts';
import type { Pattern } from './phrasebook.ts';
import { isAwaited, isIn, isPartOfNumber } from './small-words.ts';
import type { Filling, ReadFillings } from './slots.ts';

/** An utterance with every way to read each of its words. */
export type Utterance = {
  readonly tokens: readonly Token[];
  readonly words: readonly string[];
  readonly readings: readonly (readonly Reading[])[];
  readonly fillingsAt: (type: string, at: number) => readonly Filling[];
};

/** A pattern that accounts for every word of an utterance. The lower the cost, the more plainly it was said. */
export type Match = {
  readonly pattern: Pattern;
  readonly slots: Facts;
  readonly cost: number;
  /** How many words were not what they seemed. */
  readonly repaired: number;
  /** Holds a name that none of the living ones is. */
  readonly strange: Filling['strange'];
};

export function toUtterance(
  tokens: readonly Token[],
  lexicon: Lexicon,
  readFillings: ReadFillings,
): Utterance {
  const words = tokens.map(({ text }) => text);
  return {
    tokens,
    words,
    readings: words.map((_, at) => lexicon.readAt(words, at)),
    fillingsAt: (type, at) => readFillings(type, tokens, at),
  };
}

export type Licence = 'base' | 'ing' | 'ed';

/** What a sentence may hold beside what a pattern asks for: fillers, and terms that the intent knows. */
export type Leeway = {
  readonly knows: (concept: string) => boolean;
  /** The intent's slots that the pattern does not have. */
  readonly spare: readonly Element[];
};

const costs = {
  light: 0.05,
  filler: 0.1,
  known: 0.4,
  spare: 0,
  kin: 0.1,
  slot: 0.2,
  order: 0.4,
  repaired: 1,
  live: 0.15,
  sounding: 1.15,
  part: 1.15,
  distant: 1.3,
  pronoun: 0.5,
  coined: 1,
  free: 1.5,
} as const;

const guessed: ReadonlySet<Filling['how']> = new Set(['repaired', 'sounding', 'part', 'distant']);

type Path = {
  readonly slots: Facts;
  readonly cost: number;
  readonly repaired: number;
  readonly free: boolean;
  readonly strange: Filling['strange'];
};

/**
 * Fits a pattern to a whole utterance: every element is heard once and every word is an element or light. Where
 * something can be changed, the pattern's first element comes first; the rest may come in any order. A verb all alone
 * ("deploy") asks for a change only as itself: "get going" does not.
 */
export function matchPattern(
  pattern: Pattern,
  utterance: Utterance,
  lexicon: Lexicon,
  licence: Licence,
  leeway?: Leeway,
): Match | undefined {
  const { risk, fixed, required } = pattern;
  const own = pattern.elements.length;
  const elements = leeway ? [...pattern.elements, ...leeway.spare] : pattern.elements;
  const { words, readings, fillingsAt } = utterance;
  const strict = risk !== 'read';
  const bare = strict && fixed && (required & (required - 1)) === 0;
  if (licence !== 'base' && elements[0]?.kind !== 'word') return undefined;
  const cheapest: { path?: Path } = {};
  step(0, (1 << elements.length) - 1, {
    slots: {},
    cost: 0,
    repaired: 0,
    free: false,
    strange: undefined,
  });
  return cheapest.path && { pattern, ...cheapest.path };

  /**
   * Fits the words from `at` on to the elements whose bits are set in `rest`. Paths only get dearer, so one that costs
   * as much as the cheapest found is left.
   */
  function step(at: number, rest: number, path: Path): void {
    if (path.free && path.repaired > 0) return; // one guess is enough
    if (path.cost >= (cheapest.path?.cost ?? Infinity)) return;
    if (at === words.length) {
      if ((rest & required) === 0) cheapest.path = path;
      return;
    }
    skip(at, rest, path);
    for (const [index, element] of elements.entries()) place(element, index, at, rest, path);
  }

  function place(element: Element, index: number, at: number, rest: number, path: Path): void {
    if ((rest & (1 << index)) === 0) return;
    const before = (1 << index) - 1;
    const isNext = (rest & required & before) === 0;
    if (!isNext && isBarred(index, rest)) return;
    const left = rest & ~(1 << index) & (fixed ? ~before : -1);
    const extra = (isNext ? 0 : costs.order) + (index < own ? 0 : costs.spare);
    const go = (length: number, taken: Path): void => {
      if (index < own || isPlainly(element, at + length))
        step(at + length, left, { ...taken, cost: taken.cost + extra });
    };
    if (element.kind === 'slot') fill(element.slot, element.type, at, path, go);
    else hear(element.concepts, at, index === 0, path, go);
  }

  /** Whether an element may not be heard before those in front of it. */
  function isBarred(index: number, rest: number): boolean {
    if (fixed || !strict) return fixed;
    return (rest & 1) === 1 || isAwaited(elements[index - 1], index - 1, rest);
  }

  /** A number that no pattern asks for must be one of something. */
  function isPlainly(element: Element, next: number): boolean {
    if (element.kind !== 'slot' || element.type !== 'number') return true;
    return (readings[next] ?? []).some(({ concept }) => leeway?.knows(concept) ?? false);
  }

  function skip(at: number, rest: number, path: Path): void {
    if (strict && (fixed || (at === 0 && !isArticle()))) return;
    if (leeway) {
      skipLoosely(leeway, at, rest, path);
      return;
    }
    const length = lexicon.lightAt(words, at, !strict && !fixed);
    if (length > 0) skipWords(length, at, rest, path, costs.light);
  }

  /** "The crawler needs eight" begins with an article, "the stop ping" with a mistake. */
  function isArticle(): boolean {
    return lexicon.isLinking(words[0] ?? '') && isThing(elements[0], lexicon);
  }

  function skipLoosely(wide: Leeway, at: number, rest: number, path: Path): void {
    if (strict && isPartOfNumber(words, at)) return;
    const length = lexicon.fillerAt(words, at, !strict);
    if (length > 0) skipWords(length, at, rest, path, costs.filler);
    else if (at > 0) skipKnown(wide, at, rest, path);
  }

  /** A sentence does not end with a word that promises another. */
  function skipWords(length: number, at: number, rest: number, path: Path, each: number): void {
    const isLast = at + length === words.length;
    if (isLast && lexicon.isLinking(words[words.length - 1] ?? '')) return;
    step(at + length, rest, { ...path, cost: path.cost + each * length });
  }

  /** A word that belongs to the intent, though not to this pattern. */
  function skipKnown({ knows }: Leeway, at: number, rest: number, path: Path): void {
    const known = (readings[at] ?? []).find(
      ({ concept, how }) => how !== 'repaired' && knows(concept),
    );
    if (known) step(at + known.length, rest, { ...path, cost: path.cost + costs.known });
  }

  function fill(slot: string, type: string, at: number, path: Path, go: Go): void {
    const mayBeFree = !leeway && pattern.anchored;
    for (const filling of fillingsAt(type, at)) {
      if (strict && filling.how === 'part') continue; // whoever changes something is asked which one
      const isOdd = filling.strange === 'odd' && pattern.choices.length > 0;
      if (filling.how !== 'free' || (mayBeFree && !isOdd))
        go(filling.length, toFilled(path, slot, filling));
    }
  }

  function hear(wanted: readonly string[], at: number, first: boolean, path: Path, go: Go): void {
    const suffix = first && licence !== 'base' ? `:${licence}` : '';
    for (const { concept, how, length } of readings[at] ?? []) {
      if (bare && how === 'kin' && length === words.length) continue;
      if (wanted.some((one) => isIn(concept, one, suffix)))
        go(length, how === 'own' ? path : toReread(path, how));
    }
  }
}

function isThing(element: Element | undefined, lexicon: Lexicon): boolean {
  if (element?.kind !== 'word') return element?.kind === 'slot';
  return element.concepts.every((concept) => lexicon.isNoun(concept.replace(/:s$/, '')));
}

/** Goes on along a path that took some words. */
type Go = (length: number, taken: Path) => void;

function toFilled(path: Path, slot: string, { value, how, strange }: Filling): Path {
  return {
    slots: { ...path.slots, [slot]: value },
    cost: path.cost + costs.slot + (how === 'exact' ? 0 : costs[how]),
    repaired: path.repaired + Number(guessed.has(how)),
    free: path.free || how === 'free' || (how === 'coined' && !`${value}`.startsWith(slot)),
    strange: strange ?? path.strange,
  };
}

function toReread(path: Path, how: 'kin' | 'repaired'): Path {
  const repaired = path.repaired + (how === 'repaired' ? 1 : 0);
  return { ...path, cost: path.cost + costs[how], repaired };
}
