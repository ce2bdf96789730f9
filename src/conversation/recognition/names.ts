import { readHomophone } from './numbers.ts';
import { toDistance, toSkeleton, toSound } from './sounds.ts';

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
  /** How many words a name may take when it is heard. */
  readonly longest: number;
};

export type Likeness = 'same' | 'near' | 'like';

const mostSounds = 20_000;

const tolerances: Readonly<Record<Likeness, number>> = { same: 0.01, near: 0.12, like: 0.2 };

export function createNames(spellings: readonly Spelling[]): Names {
  const bySpelling = new Map<string, Spelt>();
  let longest = 1;
  for (const { form, value, repaired } of spellings) {
    const words = form.toLowerCase().split(/[^a-z0-9]+/);
    longest = Math.max(longest, words.length);
    const key = toKey(words);
    if (!bySpelling.has(key))
      bySpelling.set(key, { value, repaired, words, own: form === value || repaired });
  }
  let bySound: SoundIndex | undefined;
  const sounds = new Map<string, Sounded>();

  return {
    longest: longest + 2,
    spelt: (words) => {
      const found =
        bySpelling.get(toKey(words)) ??
        bySpelling.get(toNumbered(words)) ??
        bySpelling.get(toLettered(words));
      if (!found) return undefined;
      return {
        value: found.value,
        own: found.own,
        repaired: found.repaired || found.words.length !== words.length,
      };
    },
    sounding: (words, how) => {
      bySound ??= indexBySound(bySpelling, sounds);
      const { sound, skeleton } = toWhole(words, sounds);
      const alike = bySound.get(skeleton);
      return alike && findBySound(alike, sound, tolerances[how]);
    },
  };
}

type Spelt = Found & { readonly words: readonly string[] };
type Sounding = { readonly sound: string; readonly value: string; readonly own: boolean };
type SoundIndex = ReadonlyMap<string, readonly Sounding[]>;
type Sounded = { readonly sound: string; readonly skeleton: string };

function findBySound(alike: readonly Sounding[], sound: string, most: number): Found | undefined {
  const [best, next] = alike
    .map(({ value, own, sound: other }) => ({ value, own, distance: toDistance(sound, other) }))
    .filter(({ distance }) => distance <= most)
    .toSorted((a, b) => a.distance - b.distance);
  const torn = next && best && next.value !== best.value && next.distance - best.distance < 0.05;
  return best && !torn ? { value: best.value, repaired: true, own: best.own } : undefined;
}

function indexBySound(names: ReadonlyMap<string, Spelt>, sounds: Map<string, Sounded>): SoundIndex {
  const index = new Map<string, Sounding[]>();
  for (const { value, repaired, words, own } of names.values()) {
    if (repaired) continue;
    const { sound, skeleton } = toWhole(words, sounds);
    const bucket = index.get(skeleton);
    if (bucket) bucket.push({ sound, value, own });
    else index.set(skeleton, [{ sound, value, own }]);
  }
  return index;
}

/** How words sound together. Names are made of few words, so each is sounded out once. */
function toWhole(words: readonly string[], known: Map<string, Sounded>): Sounded {
  let sound = '';
  let skeleton = '';
  for (const word of words) {
    const part = known.get(word) ?? toSounded(word, known);
    sound += part.sound;
    skeleton += part.skeleton;
  }
  return { sound, skeleton };
}

/** What was heard is remembered up to a limit, so that talk can not fill the memory. */
function toSounded(word: string, known: Map<string, Sounded>): Sounded {
  const plain = digits.get(word) ?? word;
  const sound = /^\d/.test(plain) ? plain : toSound(plain);
  const sounded = { sound, skeleton: toSkeleton(sound) };
  if (known.size >= mostSounds) known.clear();
  known.set(word, sounded);
  return sounded;
}

const digits: ReadonlyMap<string, string> = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, value) => [word, String(value)]),
);

/** "client for" may be the name client-4. */
function toNumbered(words: readonly string[]): string {
  const number = words.length > 1 ? readHomophone(words, words.length - 1) : undefined;
  return number ? toKey([...words.slice(0, -1), String(number.value)]) : '';
}

const letters: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: 'ay eh hey',
    b: 'be bee',
    c: 'see sea',
    d: 'dee',
    e: 'ee',
    f: 'ef eff',
    g: 'gee',
    i: 'eye aye',
    j: 'jay',
    k: 'kay',
    l: 'el ell',
    m: 'em',
    n: 'en',
    o: 'oh',
    p: 'pee pea',
    q: 'queue cue',
    r: 'are ar',
    s: 'es ess',
    t: 'tee tea',
    u: 'you',
    v: 'vee',
    x: 'ex',
    y: 'why',
    z: 'zee zed',
  }).flatMap(([letter, names]) => names.split(' ').map((name) => [name, letter] as const)),
);

/** "ay pee eye" may be the name api. */
function toLettered(words: readonly string[]): string {
  if (words.length < 2) return '';
  const spelt = words.map((word) => letters.get(word) ?? word);
  const isSpelt = spelt.filter((word) => word.length === 1).length > 1;
  return isSpelt ? toKey(spelt) : '';
}

/** "client number four" is spelt like "client 4". */
function toKey(words: readonly string[]): string {
  let key = '';
  for (const word of words) if (key === '' || word !== 'number') key += digits.get(word) ?? word;
  return key;
}
