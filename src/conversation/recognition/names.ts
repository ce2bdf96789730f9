import { createBlurred, type Sounding } from './blurred.ts';
import { toKey, toLetter, toLetteredKey, toNumberedKey } from './name-keys.ts';
import type { Sounds } from './sound-memory.ts';
import { toDistance } from './sounds.ts';

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
  /** Whether some name may begin with a word, by spelling or by sound; quick, and never wrong when it says no. */
  readonly mayBegin: (word: string) => boolean;
  /** How many words a name may take when it is heard. */
  readonly longest: number;
};

export type Likeness = 'same' | 'near' | 'like';

const tolerances: Readonly<Record<Likeness, number>> = { same: 0.01, near: 0.12, like: 0.2 };
/** So much of how a name begins tells most words from it. */
const beginning = 3;

export function createNames(spellings: readonly Spelling[], sounds: Sounds): Names {
  const bySpelling = new Map<string, Spelt>();
  const beginnings = new Set<string>();
  let longest = 1;
  for (const { form, value, repaired } of spellings) {
    const words = toWords(form);
    longest = Math.max(longest, words.length);
    const key = toKey(words);
    addBeginnings(beginnings, key);
    if (!bySpelling.has(key))
      bySpelling.set(key, {
        value,
        repaired,
        own: form === value || repaired,
        form,
        count: words.length,
      });
  }
  let bySound: SoundIndex | undefined;
  const findBlurred = createBlurred(() =>
    Array.from(bySpelling.values(), ({ form, value }) => ({ ...sounds(toWords(form)), value })),
  );

  return {
    longest: longest + 2,
    mayBegin: (word) => {
      bySound ??= indexBySound(bySpelling, sounds);
      const heads = word.endsWith('s') ? [word, word.slice(0, -1)] : [word];
      for (const head of heads) {
        if (begins(beginnings, toKey([head])) || begins(beginnings, toLetter(head))) return true;
        if (begins(bySound.beginnings, sounds([head]).skeleton)) return true;
      }
      return false;
    },
    spelt: (words) => {
      const found =
        bySpelling.get(toKey(words)) ??
        bySpelling.get(toNumberedKey(words)) ??
        bySpelling.get(toLetteredKey(words));
      if (!found) return undefined;
      return {
        value: found.value,
        own: found.own,
        repaired: found.repaired || found.count !== words.length,
      };
    },
    blurred: (words) => findBlurred(sounds(words)),
    sounding: (words, how) => {
      bySound ??= indexBySound(bySpelling, sounds);
      const { sound, skeleton } = sounds(words);
      const alike = bySound.bySkeleton.get(skeleton);
      return alike && findBySound(alike, sound, tolerances[how]);
    },
  };
}

type Spelt = Found & { readonly form: string; readonly count: number };
type Voiced = Sounding & { readonly own: boolean };
type SoundIndex = {
  readonly bySkeleton: ReadonlyMap<string, readonly Voiced[]>;
  readonly beginnings: ReadonlySet<string>;
};

function findBySound(alike: readonly Voiced[], sound: string, most: number): Found | undefined {
  const [best, next] = alike
    .map(({ value, own, sound: other }) => ({
      value,
      own,
      distance: toDistance(sound, other, most),
    }))
    .filter(({ distance }) => distance <= most)
    .toSorted((a, b) => a.distance - b.distance);
  const torn = next && best && next.value !== best.value && next.distance - best.distance < 0.05;
  return best && !torn ? { value: best.value, repaired: true, own: best.own } : undefined;
}

function indexBySound(names: ReadonlyMap<string, Spelt>, sounds: Sounds): SoundIndex {
  const bySkeleton = new Map<string, Voiced[]>();
  const beginnings = new Set<string>();
  for (const { value, repaired, form, own } of names.values()) {
    if (repaired) continue;
    const { sound, skeleton } = sounds(toWords(form));
    addBeginnings(beginnings, skeleton);
    const bucket = bySkeleton.get(skeleton);
    if (bucket) bucket.push({ sound, skeleton, value, own });
    else bySkeleton.set(skeleton, [{ sound, skeleton, value, own }]);
  }
  return { bySkeleton, beginnings };
}

function toWords(form: string): readonly string[] {
  return form.toLowerCase().split(/[^a-z0-9]+/);
}

function addBeginnings(beginnings: Set<string>, whole: string): void {
  for (let length = 0; length <= Math.min(beginning, whole.length); length += 1)
    beginnings.add(whole.slice(0, length));
}

function begins(beginnings: ReadonlySet<string>, word: string): boolean {
  return beginnings.has(word.slice(0, beginning));
}
