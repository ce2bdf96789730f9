import { fileUnder } from './file-under.ts';
import { createBlurred, type Sounding } from './blurred.ts';
import { createHalves, type FindAlike } from './halves.ts';
import { createParts } from './name-parts.ts';
import { toKey, toLetter, toLetteredKey, toNumberedKey } from './name-keys.ts';
import type { Sounds } from './sound-memory.ts';
import { toDistance } from './sounds.ts';
import type { WordGraph } from './word-graph.ts';

/** A way to say a name; `repaired` when it is a known mis-hearing of it. */
export type Spelling = {
  readonly form: string;
  readonly value: string;
  readonly repaired: boolean;
};

/** `own` when it was said as it is written. */
export type Found = { readonly value: string; readonly repaired: boolean; readonly own: boolean };

/** Names by spelling and by sound, built once for a list of names. */
export type Names = {
  /** The name that is written like this once spaces, dashes and number words are set aside. */
  readonly spelt: (words: readonly string[]) => Found | undefined;
  /** The one name that sounds so much like this; nothing when none does, or when two do equally. */
  readonly sounding: (words: readonly string[], how: Likeness) => Found | undefined;
  /** The one name that is heard with one sound too many, too few or wrong. */
  readonly blurred: (words: readonly string[]) => string | undefined;
  /** The one name that is written with one letter too many, too few or wrong; digits are never wrong. */
  readonly misspelt: (words: readonly string[]) => string | undefined;
  /** The one name that a word is a part of. */
  readonly partly: (word: string) => string | undefined;
  /** Whether some name may begin with a word in either number, by spelling or by sound; quick, and never wrong when it says no. */
  readonly mayStart: (word: string) => boolean;
  /** The same for words as they are. */
  readonly mayBegin: (words: readonly string[]) => boolean;
  /** How many words a name may take when it is heard. */
  readonly longest: number;
};

/** All phrases that stand for a value, as a graph. */
export type Wordings = { readonly value: string; readonly graph: WordGraph };

export type Further = {
  readonly wordings?: readonly Wordings[];
  /** What words are mistaken for that names may have in them: "klein 2" for client-2. */
  readonly heard?: ReadonlyMap<string, string>;
};

export type Likeness = 'same' | 'near' | 'like';

const tolerances: Readonly<Record<Likeness, number>> = { same: 0.01, near: 0.12, like: 0.2 };
/** Words with which names may begin or not are remembered up to a limit, so that talk can not fill the memory. */
const mostFirsts = 5000;
/** What is shorter is like too much else. */
const shortestSpelling = 3;
/** So much of how a name begins tells it from most others. */
const beginning = 8;

/** Names as they are listed, and wordings of values that are too many for a list. */
export function createNames(
  spellings: readonly Spelling[],
  sounds: Sounds,
  { wordings = [], heard = new Map() }: Further = {},
): Names {
  const bySpelling = new Map<string, Spelt>();
  const begun = new Set<string>();
  let longest = Math.max(1, ...wordings.map(({ graph }) => graph.longest));
  for (const { form, value, repaired } of spellings) {
    const words = toWords(form);
    longest = Math.max(longest, words.length);
    const key = toKey(words);
    addBeginnings(begun, key);
    const own = form === value || repaired;
    if (!bySpelling.has(key))
      bySpelling.set(key, { value, repaired, own, form, count: words.length });
  }
  let bySound: SoundIndex | undefined;
  const findBlurred = createBlurred(() =>
    Array.from(bySpelling.values(), ({ form, value }) => ({ ...sounds(toWords(form)), value })),
  );
  const firsts = new Map<string, boolean>();

  let findAlike: FindAlike<readonly [key: string, spelt: Spelt]> | undefined;
  const partly = createParts(() => Array.from(bySpelling.values(), ({ value }) => value));

  return {
    longest: longest + 2,
    partly,
    mayBegin: isBegun,
    mayStart: (word) => {
      const known = firsts.get(word);
      if (known !== undefined) return known;
      const mayBe =
        isBegun([word]) || isBegun([word.replace(/s$/, '')]) || isBegun([heard.get(word) ?? word]);
      if (firsts.size >= mostFirsts) firsts.clear();
      firsts.set(word, mayBe);
      return mayBe;
    },
    spelt: (words) => {
      const found = findSpelt(words);
      if (!found && !words.some((word) => heard.has(word))) return undefined;
      const repaired = found ?? findSpelt(words.map((word) => heard.get(word) ?? word));
      if (!repaired) return undefined;
      const { value, own, count } = repaired;
      const isOwn = found?.repaired === false && count === words.length;
      return { value, own, repaired: !isOwn };
    },
    blurred: (words) => findBlurred(sounds(words)),
    misspelt: (words) => {
      const key = toKey(words);
      if (key.length < shortestSpelling || /\d/.test(key)) return undefined;
      findAlike ??= createHalves(bySpelling, ([other]) => other);
      const alike = new Set(findAlike(key).map(([, { value }]) => value));
      const [only] = alike;
      return alike.size === 1 ? only : undefined;
    },
    sounding: (words, how) => {
      bySound ??= indexBySound(bySpelling, sounds);
      const { sound, skeleton } = sounds(words);
      const alike = bySound.bySkeleton.get(skeleton);
      return alike && findBySound(alike, sound, tolerances[how]);
    },
  };

  function findSpelt(words: readonly string[]): Omit<Spelt, 'form'> | undefined {
    return findKey(toKey(words)) ?? findKey(toNumberedKey(words)) ?? findKey(toLetteredKey(words));
  }

  function isBegun(words: readonly string[]): boolean {
    bySound ??= indexBySound(bySpelling, sounds);
    const key = toKey(words);
    const lettered = toKey(words.map(toLetter));
    const { skeleton } = sounds(words);
    return (
      begins(begun, key) ||
      (lettered !== key && begins(begun, lettered)) ||
      begins(bySound.begun, skeleton) ||
      wordings.some(({ graph }) => graph.begins(key))
    );
  }

  function findKey(key: string): Omit<Spelt, 'form'> | undefined {
    if (key === '') return undefined;
    const listed = bySpelling.get(key);
    if (listed) return listed;
    for (const { value, graph } of wordings) {
      const count = graph.find(key);
      if (count !== undefined) return { value, own: false, repaired: false, count };
    }
    return undefined;
  }
}

type Spelt = Found & { readonly form: string; readonly count: number };
type SoundIndex = {
  readonly bySkeleton: ReadonlyMap<string, readonly Sounding[]>;
  readonly begun: ReadonlySet<string>;
};

function findBySound(alike: readonly Sounding[], sound: string, most: number): Found | undefined {
  const [best, next] = alike
    .map(({ value, sound: other }) => ({
      value,
      distance: toDistance(sound, other, most),
    }))
    .filter(({ distance }) => distance <= most)
    .toSorted((a, b) => a.distance - b.distance);
  const torn = next && best && next.value !== best.value && next.distance - best.distance < 0.05;
  return best && !torn ? { value: best.value, repaired: true, own: true } : undefined;
}

function indexBySound(names: ReadonlyMap<string, Spelt>, sounds: Sounds): SoundIndex {
  const bySkeleton = new Map<string, Sounding[]>();
  const begun = new Set<string>();
  for (const { value, repaired, form, own } of names.values()) {
    // other words for a value are too many and too plain to be heard by their sound
    if (repaired || !own) continue;
    const { sound, skeleton } = sounds(toWords(form));
    addBeginnings(begun, skeleton);
    fileUnder(bySkeleton, skeleton, { sound, skeleton, value });
  }
  return { bySkeleton, begun };
}

function toWords(form: string): readonly string[] {
  return form.toLowerCase().split(/[^a-z0-9]+/);
}

function addBeginnings(begun: Set<string>, whole: string): void {
  for (let length = 0; length <= beginning; length += 1) begun.add(whole.slice(0, length));
}

function begins(begun: ReadonlySet<string>, said: string): boolean {
  return begun.has(said.slice(0, beginning));
}
