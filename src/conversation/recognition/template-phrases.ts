import { createEnding } from './ending.ts';
import { fileUnder } from './file-under.ts';
import { isPhrase } from './expand.ts';
import { toWords } from './normalise.ts';
import { type Listed, type Phrases, type Said, toFirst } from './phrases.ts';
import { type Node, parseTemplate } from './templates.ts';

/** A word that is said, or one of several sequences. */
type Step = string | readonly Sequence[];
type Sequence = readonly Step[];
type Filed<T> = { readonly value: T; readonly order: number; readonly toSequence: () => Sequence };
type Opened<T> = { readonly value: T; readonly order: number; readonly sequence: Sequence };

/** Finds phrases that are given as templates, which may stand for thousands each, without listing them. */
export function createTemplatePhrases<T>(
  listed: Iterable<Listed<T>>,
  spellings: ReadonlyMap<string, string>,
): Omit<Phrases<T>, 'under'> {
  const filed = new Map<string, Filed<T>[]>();
  let order = 0;
  for (const [template, value] of listed) {
    order += 1;
    if (isPhrase(template)) {
      const one = { value, order, toSequence: () => toWords(template, spellings) };
      fileUnder(filed, toFirst(template, spellings), one);
    } else {
      const one = {
        value,
        order,
        toSequence: () => toSequence(parseTemplate(template), spellings),
      };
      const firsts = toPlainFirsts(template, spellings) ?? toFirsts(one.toSequence()).words;
      for (const first of firsts) fileUnder(filed, first, one);
    }
  }
  const opened = new Map<string, readonly Opened<T>[]>();
  return { at, ending: createEnding(at) };

  function at(words: readonly string[], start: number): readonly Said<T>[] {
    const found: (Said<T> & { readonly order: number })[] = [];
    for (const { sequence, value, order: nth } of under(words[start] ?? ''))
      for (const end of toEnds(sequence, words, [start]))
        found.push({ value, length: end - start, order: nth });
    return found.length < 2
      ? found
      : found.toSorted((a, b) => b.length - a.length || a.order - b.order);
  }

  /** Phrases are taken apart when the word is first heard that they begin with. */
  function under(first: string): readonly Opened<T>[] {
    const known = opened.get(first);
    const entries =
      known ??
      filed.get(first)?.map(({ value, order: nth, toSequence: take }) => ({
        value,
        order: nth,
        sequence: take(),
      })) ??
      [];
    if (!known && entries.length > 0) opened.set(first, entries);
    return entries;
  }
}

/** The words with which a template begins that has no choice there but between phrases, told without taking it apart. */
function toPlainFirsts(
  template: string,
  spellings: ReadonlyMap<string, string>,
): ReadonlySet<string> | undefined {
  const [, phrases, word] = /^(?:\(([^[\]()]+)\)|([^\s[\]()]+))/.exec(template) ?? [];
  const options = phrases?.split('|') ?? (word === undefined ? [] : [word]);
  if (options.length === 0 || options.includes('')) return undefined;
  return new Set(options.map((phrase) => toFirst(phrase.trim(), spellings)));
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
