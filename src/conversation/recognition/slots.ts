import type { Hearing, Scripts } from '../recognition.ts';
import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import { readFree } from './free-name.ts';
import { createNames, type Found, type Names } from './names.ts';
import { type Token, toWords } from './normalise.ts';
import { readHomophone, readNumber } from './numbers.ts';

/** A value for a slot, and how it was come by. */
export type Filling = {
  readonly value: string | number;
  readonly length: number;
  /** `free` is a name that nothing knows; `pronoun` stands for the last one. */
  readonly how: 'exact' | 'repaired' | 'pronoun' | 'free';
};

/** All fillings of a slot type that start at a place in an utterance. */
export type ReadFillings = (
  type: string,
  tokens: readonly Token[],
  at: number,
) => readonly Filling[];

/** Prepares the reading of slots; the returned function takes what is known while hearing one utterance. */
export function createSlots(
  lists: Lists,
  lexicon: Lexicon,
  scripts: Scripts,
): (hearing: Hearing) => ReadFillings {
  const vocabularies = new Map(
    Object.entries(lists.vocabularies).map(([type, values]) => [
      type,
      toNames(values, lists.misheard),
    ]),
  );
  const live = new Set(lists.live);
  const pronouns = lists.answers.pronouns
    .map((phrase) => toWords(phrase, lexicon.spellings))
    .toSorted((a, b) => b.length - a.length);
  const indexes = new WeakMap<readonly string[], Names>();

  return (hearing) => {
    const last = toLastByType(hearing, scripts);
    return (type, tokens, at) => {
      const words = tokens.map(({ text }) => text);
      if (type === 'number') return readNumbers(words, at);
      return [
        ...namesOf(type, hearing).flatMap((names) => readKnown(names, words, at, lexicon)),
        ...readPronoun(last.get(type), words, at),
        ...(live.has(type) || type === 'name' ? readFree(type, tokens, at, lexicon) : []),
      ];
    };
  };

  function namesOf(type: string, hearing: Hearing): readonly Names[] {
    const listed = vocabularies.get(type);
    const alive = live.has(type) ? hearing.names?.(type) : undefined;
    return [...(listed ? [listed] : []), ...(alive?.length ? [indexOf(alive)] : [])];
  }

  function indexOf(alive: readonly string[]): Names {
    const index =
      indexes.get(alive) ??
      createNames(alive.map((name) => ({ form: name, value: name, repaired: false })));
    indexes.set(alive, index);
    return index;
  }

  function readPronoun(
    value: string | number | undefined,
    words: readonly string[],
    at: number,
  ): readonly Filling[] {
    if (value === undefined) return [];
    const said = pronouns.find((phrase) => phrase.every((word, i) => words[at + i] === word));
    return said ? [{ value, length: said.length, how: 'pronoun' }] : [];
  }
}

function toNames(
  values: Readonly<Record<string, readonly string[]>>,
  misheard: Lists['misheard'],
): Names {
  return createNames(
    Object.entries(values).flatMap(([value, forms]) => [
      ...[value, ...forms].map((form) => ({ form, value, repaired: false })),
      ...(misheard[value] ?? []).map((form) => ({ form, value, repaired: true })),
    ]),
  );
}

/** What the last intent's slots held, by slot type: what "it" may stand for. */
function toLastByType({ last }: Hearing, scripts: Scripts): ReadonlyMap<string, string | number> {
  const slots = (last && scripts.get(last.intent)?.slots) ?? {};
  return new Map(
    Object.entries(last?.slots ?? {}).flatMap(([name, value]) => {
      const type = slots[name]?.type;
      return type === undefined || type === 'number' ? [] : [[type, value] as const];
    }),
  );
}

function readNumbers(words: readonly string[], at: number): readonly Filling[] {
  const spoken = readNumber(words, at) ?? (takesNumber(words, at) ? readHomophone(words, at) : undefined);
  if (!spoken) return [];
  const { value, length, repaired } = spoken;
  return [{ value, length, how: repaired ? 'repaired' : 'exact' }];
}

/** "for pings" and "to for" may hold a number; "ping too" does not. */
function takesNumber(words: readonly string[], at: number): boolean {
  return at + 1 < words.length || /^(?:to|with|of|it|that)$/.test(words[at - 1] ?? '');
}

function readKnown(
  names: Names,
  words: readonly string[],
  at: number,
  lexicon: Lexicon,
): readonly Filling[] {
  const fillings: Filling[] = [];
  for (let length = Math.min(names.longest, words.length - at); length > 0; length -= 1) {
    const found = findSpan(names, words.slice(at, at + length), lexicon);
    if (found) fillings.push({ value: found.value, length, how: found.repaired ? 'repaired' : 'exact' });
  }
  return fillings;
}

function findSpan(names: Names, span: readonly string[], lexicon: Lexicon): Found | undefined {
  const spelt = names.spelt(span) ?? names.spelt(toSingular(span));
  if (spelt) return spelt;
  const strange = span.some((word) => !lexicon.has(word));
  return strange ? names.sounding(span) : undefined;
}

/** "pings" for the job ping. */
function toSingular(span: readonly string[]): readonly string[] {
  const last = span.at(-1) ?? '';
  return /[^s]s$/.test(last) ? [...span.slice(0, -1), last.slice(0, -1)] : [];
}
