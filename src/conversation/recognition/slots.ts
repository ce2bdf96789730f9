import type { Hearing, Scripts } from '../recognition.ts';
import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import { fromBlurred, readBlurred, readPart } from './blurred-slot.ts';
import { readFree } from './free-name.ts';
import { isPhrase } from './expand.ts';
import { fromNth, isNth, readNth } from './nth.ts';
import { createNames, type Names, type Spelling, type Wordings } from './names.ts';
import { type Token, toWords } from './normalise.ts';
import { readHomophone, readNumber } from './numbers.ts';
import { readNames } from './read-names.ts';
import { createRecall } from './recall.ts';
import { createSounds, type Sounds } from './sound-memory.ts';
import { createWordGraph } from './word-graph.ts';

/** A value for a slot, and how it was come by. */
export type Filling = {
  readonly value: string | number;
  readonly length: number;
  /**
   * `kin` is another word for a value, `distant` what sounds like one; `live` and `sounding` are names of living things, as they are spelt or sound; `part` is the one that a word is a part of; `coined` and `free` are names that
   * nothing knows, `coined` ones look like names; `pronoun` is the last one.
   */
  readonly how:
    | 'exact'
    | 'kin'
    | 'repaired'
    | 'distant'
    | 'live'
    | 'sounding'
    | 'part'
    | 'pronoun'
    | 'coined'
    | 'free';
  /** A name that nothing knows although the living ones are known; surely a name in "job backup", perhaps in "backup job". */
  readonly strange?: 'dictated' | 'near' | 'odd';
};

const none: readonly Filling[] = [];

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
  const vocabularies = new Map<string, Names>();
  const sounds = createSounds();
  const live = new Set(lists.live);
  const pronouns = lists.answers.pronouns
    .map((phrase) => toWords(phrase, lexicon.spellings))
    .toSorted((a, b) => b.length - a.length);
  const heard = new Map(
    lists.trade.flatMap((word) =>
      (lists.misheard[word] ?? [])
        .filter((form) => !form.includes(' '))
        .map((form) => [form, word] as const),
    ),
  );
  const indexes = new WeakMap<readonly string[], Names>();
  const types = new Map<string, number>();

  return (hearing) => {
    const last = toLastByType(hearing, scripts);
    const recall = createRecall();
    const texts = new Map<readonly Token[], readonly string[]>();
    return (type, tokens, at) => {
      const known = recall(tokens, at);
      const nth = types.get(type) ?? types.size;
      types.set(type, nth);
      return (known[nth] ??= readAt(type, tokens, at));
    };

    function readAt(type: string, tokens: readonly Token[], at: number): readonly Filling[] {
      const words = toTexts(tokens);
      if (isNth(type)) return readNth(optionsOf(fromNth(type), hearing), words, at);
      if (type === 'number') return readNumbers(words, at);
      const clear = fromBlurred(type);
      if (clear !== undefined) return readBlurred(aliveOf(clear, hearing), words, at);
      const alive = aliveOf(type, hearing);
      const isNew = alive !== undefined && !lexicon.has(words[at] ?? '');
      const isName = live.has(type) || type === 'name';
      return join(
        readNames(vocabularyOf(type), 'exact', words, at, lexicon),
        readNames(alive, 'live', words, at, lexicon),
        readPronoun(last.get(type), words, at),
        isNew ? readPart(alive, words[at] ?? '') : none,
        isName ? readStrange(type, tokens, at, hearing) : none,
      );
    }

    function toTexts(tokens: readonly Token[]): readonly string[] {
      const known = texts.get(tokens) ?? tokens.map(({ text }) => text);
      texts.set(tokens, known);
      return known;
    }
  };

  function readStrange(
    type: string,
    tokens: readonly Token[],
    at: number,
    hearing: Hearing,
  ): readonly Filling[] {
    const fillings = readFree(type, tokens, at, lexicon);
    const alive = fillings.length === 0 ? undefined : aliveOf(type, hearing);
    return alive
      ? fillings.map((filling) => toStrange(type, tokens, at, filling, alive))
      : fillings;
  }

  function vocabularyOf(type: string): Names | undefined {
    const values = lists.vocabularies[type];
    const names = vocabularies.get(type) ?? (values && toNames(values, lists.misheard, sounds));
    if (names) vocabularies.set(type, names);
    return names;
  }

  function optionsOf(type: string, hearing: Hearing): readonly string[] {
    return (live.has(type) && hearing.names?.(type)) || Object.keys(lists.vocabularies[type] ?? {});
  }

  function aliveOf(type: string, hearing: Hearing): Names | undefined {
    const alive = live.has(type) ? hearing.names?.(type) : undefined;
    return alive && alive.length > 0 ? indexOf(alive) : undefined;
  }

  function indexOf(alive: readonly string[]): Names {
    const index =
      indexes.get(alive) ??
      createNames(
        alive.flatMap((name) => [
          { form: name, value: name, repaired: false },
          ...(lists.misheard[name] ?? []).map((form) => ({ form, value: name, repaired: true })),
        ]),
        sounds,
        { heard },
      );
    indexes.set(alive, index);
    return index;
  }

  function readPronoun(
    value: string | number | undefined,
    words: readonly string[],
    at: number,
  ): readonly Filling[] {
    if (value === undefined) return none;
    const said = pronouns.find((phrase) => phrase.every((word, i) => words[at + i] === word));
    return said ? [{ value, length: said.length, how: 'pronoun' }] : none;
  }
}

/** "The wed job" is web where that is alive and no other is spelt like it. */
function toStrange(
  type: string,
  tokens: readonly Token[],
  at: number,
  { value, length, how }: Filling,
  alive: Names,
): Filling {
  const before = tokens[at - 1]?.text ?? '';
  const dictated = before === type || /^(?:called|named)$/.test(before);
  const near = tokens[at + length]?.text === type;
  const said = tokens.slice(at, at + length).map(({ text }) => text);
  const meant = dictated || near ? alive.misspelt(said) : undefined;
  if (meant !== undefined) return { value: meant, length, how: 'sounding' };
  return { value, length, how, strange: dictated ? 'dictated' : near ? 'near' : 'odd' };
}

function toNames(
  values: Readonly<Record<string, readonly string[]>>,
  misheard: Lists['misheard'],
  sounds: Sounds,
): Names {
  const spellings: Spelling[] = [];
  const wordings: Wordings[] = [];
  for (const [value, forms] of Object.entries(values)) {
    for (const form of [value, ...forms.filter(isPhrase)])
      spellings.push({ form, value, repaired: false });
    for (const form of misheard[value] ?? []) spellings.push({ form, value, repaired: true });
    const templates = forms.filter((form) => !isPhrase(form));
    if (templates.length > 0) wordings.push({ value, graph: createWordGraph(templates) });
  }
  return createNames(spellings, sounds, { wordings });
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

/** Most of them are empty. */
function join(...all: readonly (readonly Filling[])[]): readonly Filling[] {
  const some = all.filter(({ length }) => length > 0);
  return some.length > 1 ? some.flat() : (some[0] ?? none);
}

function readNumbers(words: readonly string[], at: number): readonly Filling[] {
  const spoken =
    readNumber(words, at) ?? (takesNumber(words, at) ? readHomophone(words, at) : undefined);
  if (!spoken) return none;
  const { value, length, repaired } = spoken;
  return [{ value, length, how: repaired ? 'repaired' : 'exact' }];
}

/** "for pings" and "to for" may hold a number; "ping too" does not. */
function takesNumber(words: readonly string[], at: number): boolean {
  return (
    words.length === 1 ||
    at + 1 < words.length ||
    /^(?:too?|with|of|it|that)$/.test(words[at - 1] ?? '')
  );
}
