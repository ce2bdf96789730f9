import { createEnding } from './ending.ts';
import { fileUnder } from './file-under.ts';
import { isPhrase } from './expand.ts';
import { toFirstWords } from './first-words.ts';
import { toWords } from './normalise.ts';
import type { Listed, Phrases, Said } from './phrases.ts';
import { type Node, parseTemplate } from './templates.ts';

/** A word that is said, and how it goes on. */
type Link = { readonly word: string; readonly next: Way };
/** How a phrase may go on; `ends` when it may also be over. */
type Way = { readonly links: readonly Link[]; readonly ends: boolean };
type Filed<T> = { readonly value: T; readonly order: number; readonly toWay: () => Way };
type Opened<T> = { readonly value: T; readonly order: number; readonly way: Way };
type Found<T> = Said<T> & { readonly order: number };

const over: Way = { links: [], ends: true };
const nothing: readonly never[] = [];

/** Finds phrases that are given as templates, which may stand for thousands each, without listing them. */
export function createTemplatePhrases<T>(
  listed: Iterable<Listed<T>>,
  spellings: ReadonlyMap<string, string>,
): Omit<Phrases<T>, 'under'> {
  const filed = new Map<string, Filed<T>[]>();
  let order = 0;
  for (const [template, value] of listed) {
    order += 1;
    const plain = isPhrase(template);
    const toOwnWay = (): Way =>
      plain
        ? alongWords(toWords(template, spellings), over)
        : toWay(parseTemplate(template), over, spellings);
    const one = { value, order, toWay: toOwnWay };
    for (const first of toFirstWords(template, spellings)) fileUnder(filed, first, one);
  }
  const opened = new Map<string, readonly Opened<T>[]>();
  const ends = new Set<number>();
  return { at, ending: createEnding(at) };

  function at(words: readonly string[], start: number): readonly Said<T>[] {
    let found: Found<T>[] | undefined;
    for (const { way, value, order: nth } of under(words[start] ?? '')) {
      ends.clear();
      follow(way, words, start, ends);
      for (const end of ends) (found ??= []).push({ value, length: end - start, order: nth });
    }
    if (!found) return nothing;
    return found.length < 2
      ? found
      : found.toSorted((a, b) => b.length - a.length || a.order - b.order);
  }

  /** Phrases are taken apart when the word is first heard that they begin with. */
  function under(first: string): readonly Opened<T>[] {
    const known = opened.get(first);
    if (known) return known;
    const listedHere = filed.get(first);
    if (!listedHere) return nothing;
    const entries = listedHere.map(({ value, order: nth, toWay: take }) => ({
      value,
      order: nth,
      way: take(),
    }));
    opened.set(first, entries);
    return entries;
  }
}

/** What some nodes may be said as before it goes on with `next`. */
function toWay(nodes: readonly Node[], next: Way, spellings: ReadonlyMap<string, string>): Way {
  return nodes.reduceRight(
    (rest, node) =>
      node.kind === 'choice'
        ? toEither(node.options.map((option) => toWay(option, rest, spellings)))
        : alongWords(toWords(node.text, spellings), rest),
    next,
  );
}

function alongWords(words: readonly string[], next: Way): Way {
  return words.reduceRight<Way>(
    (rest, word) => ({ links: [{ word, next: rest }], ends: false }),
    next,
  );
}

function toEither(ways: readonly Way[]): Way {
  return { links: ways.flatMap(({ links }) => links), ends: ways.some(({ ends }) => ends) };
}

/** Adds every place where a phrase may be over that is said from a place on. */
function follow(way: Way, words: readonly string[], at: number, ends: Set<number>): void {
  if (way.ends) ends.add(at);
  const word = words[at];
  for (const link of way.links) if (link.word === word) follow(link.next, words, at + 1, ends);
}
