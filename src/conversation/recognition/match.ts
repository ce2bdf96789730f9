import type { Facts } from '../../failure.ts';
import type { Lexicon, Reading } from './lexicon.ts';
import type { Token } from './normalise.ts';
import type { Element } from './compile.ts';
import type { Pattern } from './phrasebook.ts';
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
};

export function toUtterance(
  tokens: readonly Token[],
  lexicon: Lexicon,
  readFillings: ReadFillings,
): Utterance {
  const words = tokens.map(({ text }) => text);
  const cache = new Map<string, readonly Filling[]>();
  return {
    tokens,
    words,
    readings: words.map((_, at) => lexicon.readAt(words, at)),
    fillingsAt: (type, at) => {
      const key = `${at} ${type}`;
      const fillings = cache.get(key) ?? readFillings(type, tokens, at);
      cache.set(key, fillings);
      return fillings;
    },
  };
}

export type Licence = 'base' | 'ing' | 'ed';

const costs = { light: 0.05, slot: 0.2, order: 0.4, repaired: 1, pronoun: 0.5, free: 1.5 } as const;

type Path = { readonly slots: Facts; readonly cost: number; readonly repaired: number };

/**
 * Fits a pattern to a whole utterance: every element is heard once and every word is an element or light. Where
 * something can be changed, the pattern's first element comes first; the rest may come in any order.
 */
export function matchPattern(
  pattern: Pattern,
  utterance: Utterance,
  lexicon: Lexicon,
  licence: Licence,
): Match | undefined {
  const { elements, risk, fixed, required } = pattern;
  const { words, readings, fillingsAt } = utterance;
  const strict = risk !== 'read';
  const start: Path = { slots: {}, cost: 0, repaired: 0 };
  const found = step(0, (1 << elements.length) - 1, start);
  return found && { pattern, ...found };

  function step(at: number, rest: number, path: Path): Path | undefined {
    if (at === words.length) return (rest & required) === 0 ? path : undefined;
    let best: Path | undefined;
    const keep = (other: Path | undefined) => {
      if (other && (!best || other.cost < best.cost)) best = other;
    };
    for (const [index, element] of elements.entries()) {
      if ((rest & (1 << index)) === 0) continue;
      const before = (1 << index) - 1;
      const inOrder = (rest & required & before) === 0;
      if (!inOrder && (fixed || (strict && (rest & 1) === 1))) break;
      for (const { length, path: next } of take(element, at, index === 0, path)) {
        const cost = next.cost + (inOrder ? 0 : costs.order);
        keep(step(at + length, rest & ~(1 << index) & (fixed ? ~before : -1), { ...next, cost }));
      }
    }
    keep(skip(at, rest, path));
    return best;
  }

  function skip(at: number, rest: number, path: Path): Path | undefined {
    if (strict && (fixed || at === 0)) return undefined;
    const length = lexicon.lightAt(words, at, !strict);
    const dangling = at + length === words.length && lexicon.isLinking(words[words.length - 1] ?? '');
    if (length === 0 || dangling) return undefined;
    return step(at + length, rest, { ...path, cost: path.cost + costs.light * length });
  }

  function take(
    element: Element,
    at: number,
    first: boolean,
    path: Path,
  ): readonly { readonly length: number; readonly path: Path }[] {
    if (element.kind === 'slot')
      return fillingsAt(element.type, at)
        .filter(({ how }) => how !== 'free' || pattern.anchored)
        .map(({ value, length, how }) => ({
          length,
          path: {
            slots: { ...path.slots, [element.slot]: value },
            cost: path.cost + costs.slot + (how === 'exact' ? 0 : costs[how]),
            repaired: path.repaired + (how === 'exact' ? 0 : 1),
          },
        }));
    const suffix = first && licence !== 'base' ? `:${licence}` : '';
    return (readings[at] ?? [])
      .filter(({ concept }) => element.concepts.some((wanted) => wanted + suffix === concept))
      .map(({ length, repaired }) => ({
        length,
        path: repaired
          ? { ...path, cost: path.cost + costs.repaired, repaired: path.repaired + 1 }
          : path,
      }));
  }
}
