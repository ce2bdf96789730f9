import type { Lists } from './lists.ts';
import { createNames } from './names.ts';
import { createSounds } from './sound-memory.ts';

/** Where a sentence names a cluster: "on east", "the east cluster", "east's". */
export type Mention = {
  readonly cluster: string;
  /** The words that name it, as places in the sentence: from the first to before the last. */
  readonly from: number;
  readonly to: number;
};

type Place = Omit<Mention, 'cluster'> & {
  /** It is called a cluster, before or after its name. */
  readonly isTitled: boolean;
  readonly isPlaced: boolean;
};

/** How plainly it has to be named: as a place, as a place that only sounds like one, or by the bare name. */
export type Manner = 'placed' | 'sounding' | 'bare';

export type Mentions = {
  readonly find: (words: readonly string[], manner: Manner) => readonly Mention[];
  /** What stands where a cluster would and is none: "on north", "the north cluster". */
  readonly findStranger: (words: readonly string[]) => Mention | undefined;
};

const articles = new Set(['the', 'our', 'my', 'your', 'that', 'this']);

/** Finds the clusters of a list in the plain words of sentences. */
export function createMentions(clusters: readonly string[], lists: Lists['clusters']): Mentions {
  const names = createNames(
    clusters.map((value) => ({ form: value, value, repaired: false })),
    createSounds(),
  );
  const nouns = new Set(lists.nouns);
  const prepositions = new Set(lists.prepositions);
  const firm = new Set(lists.firm);
  const small = new Set([...articles, ...prepositions, ...lists.never]);

  const isNoun = (word = ''): boolean => nouns.has(word);

  /** Takes in what makes a name a place: "on", "on the … cluster", "cluster …". */
  function widen(words: readonly string[], from: number, to: number): Place {
    const before = isNoun(words[to]) ? 0 : Number(isNoun(words[from - 1]));
    const named = { from: from - before, to: to + Number(isNoun(words[to])) };
    const isTitled = named.to - named.from > to - from;
    const start = named.from - Number(articles.has(words[named.from - 1] ?? ''));
    const length = [2, 1].find((count) =>
      prepositions.has(words.slice(Math.max(0, start - count), start).join(' ')),
    );
    return {
      from: start - Math.min(length ?? 0, start),
      to: named.to,
      isTitled,
      isPlaced: isTitled || length !== undefined,
    };
  }

  function toMention(
    words: readonly string[],
    from: number,
    length: number,
    manner: Manner,
  ): Mention | undefined {
    const span = words.slice(from, from + length).flatMap((word) => word.split(/[-_.]+/));
    const found = manner === 'sounding' ? names.sounding(span, 'like') : names.spelt(span);
    if (!found) return undefined;
    const place = widen(words, from, from + length);
    if (!place.isPlaced && manner !== 'bare') return undefined;
    return { cluster: found.value, from: place.from, to: place.to };
  }

  return {
    find(words, manner) {
      const found: Mention[] = [];
      for (let at = 0; at < words.length; at += 1)
        for (let length = Math.min(names.longest, words.length - at); length > 0; length -= 1) {
          const mention = toMention(words, at, length, manner);
          if (!mention || mention.from < (found.at(-1)?.to ?? 0)) continue;
          found.push(mention);
          at = mention.to - 1;
          break;
        }
      return found;
    },
    findStranger(words) {
      for (let at = words.length - 1; at > 0; at -= 1) {
        const { from, to, isTitled } = widen(words, at, at + 1);
        const isLast = at === words.length - 1 && firm.has(words[at - 1] ?? '');
        const cluster = words.slice(at, at + 1).join('');
        if ((isTitled || isLast) && from < at && !small.has(cluster)) return { cluster, from, to };
      }
      return undefined;
    },
  };
}
