import { isPhrase } from './expand.ts';
import { toWords } from './normalise.ts';
import type { Listed, Phrases, Said } from './phrases.ts';
import { type Node, parseTemplate } from './templates.ts';

/** A word that is said, or one of several sequences. */
type Step = string | readonly Sequence[];
type Sequence = readonly Step[];
type Filed<T> = { readonly sequence: Sequence; readonly value: T; readonly order: number };

/** No phrase at the end of what is said is longer. */
const longestEnding = 12;

/** Finds phrases that are given as templates, which may stand for thousands each, without listing them. */
export function createTemplatePhrases<T>(
  listed: Iterable<Listed<T>>,
  spellings: ReadonlyMap<string, string>,
): Omit<Phrases<T>, 'under'> {
  const filed = new Map<string, Filed<T>[]>();
  let order = 0;
  for (const [template, value] of listed) {
    const sequence = isPhrase(template)
      ? toWords(template, spellings)
      : toSequence(parseTemplate(template), spellings);
    order += 1;
    for (const first of toFirsts(sequence).words) {
      const others = filed.get(first);
      if (others) others.push({ sequence, value, order });
      else filed.set(first, [{ sequence, value, order }]);
    }
  }
  return { at, ending };

  function at(words: readonly string[], start: number): readonly Said<T>[] {
    const found: (Said<T> & { readonly order: number })[] = [];
    for (const { sequence, value, order: nth } of filed.get(words[start] ?? '') ?? [])
      for (const end of toEnds(sequence, words, [start]))
        found.push({ value, length: end - start, order: nth });
    return found.length < 2
      ? found
      : found.toSorted((a, b) => b.length - a.length || a.order - b.order);
  }

  function ending(words: readonly string[]): Said<T> | undefined {
    for (let start = Math.max(0, words.length - longestEnding); start < words.length; start += 1) {
      const said = at(words, start).find(({ length }) => start + length === words.length);
      if (said) return said;
    }
    return undefined;
  }
}

function toSequence(nodes: readonly Node[], spellings: ReadonlyMap<string, string>): Sequence {
  return nodes.flatMap((node): Sequence => {
    if (node.kind !== 'choice') return toWords(node.text, spellings);
    return [node.options.map((option) => toSequence(option, spellings))];
  });
}

/** The words with which a sequence may begin; `mayBeNothing` when it may be said with no word at all. */
function toFirsts(sequence: Sequence): {
  readonly words: ReadonlySet<string>;
  readonly mayBeNothing: boolean;
} {
  const words = new Set<string>();
  for (const step of sequence) {
    if (typeof step === 'string') return { words: words.add(step), mayBeNothing: false };
    const options = step.map(toFirsts);
    for (const option of options) for (const word of option.words) words.add(word);
    if (!options.some(({ mayBeNothing }) => mayBeNothing)) return { words, mayBeNothing: false };
  }
  return { words, mayBeNothing: true };
}

/** Where a sequence may end that is said from one of some places on. */
function toEnds(
  sequence: Sequence,
  words: readonly string[],
  starts: readonly number[],
): readonly number[] {
  let places = starts;
  for (const step of sequence) {
    const before = places;
    if (typeof step === 'string')
      places = before.filter((place) => words[place] === step).map((place) => place + 1);
    else places = [...new Set(step.flatMap((option) => toEnds(option, words, before)))];
    if (places.length === 0) return places;
  }
  return places;
}
