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

/** What was heard is remembered up to a limit, so that talk can not fill the memory. */
const mostHeard = 5000;
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
  const sounds = new Map<string, string>();
  const heard = new Map<string, Found | undefined>();

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
      const key = `${how} ${words.join(' ')}`;
      if (heard.has(key)) return heard.get(key);
      bySound ??= indexBySound(bySpelling, sounds);
      if (heard.size >= mostHeard) heard.clear();
      if (sounds.size >= mostSounds) sounds.clear();
      let sound = '';
      for (const word of words) sound += remember(sounds, digits.get(word) ?? word, toSound);
      const found = findBySound(bySound, sound, tolerances[how]);
      heard.set(key, found);
      return found;
    },
  };
}

type Spelt = Found & { readonly words: readonly string[] };
type Sounding = { readonly sound: string; readonly value: string; readonly own: boolean };
type SoundIndex = ReadonlyMap<string, readonly Sounding[]>;

function findBySound(index: SoundIndex, sound: string, most: number): Found | undefined {
  const [best, next] = (index.get(toSkeleton(sound)) ?? [])
    .map(({ value, own, sound: other }) => ({ value, own, distance: toDistance(sound, other) }))
    .filter(({ distance }) => distance <= most)
    .toSorted((a, b) => a.distance - b.distance);
  const torn = next && best && next.value !== best.value && next.distance - best.distance < 0.05;
  return best && !torn ? { value: best.value, repaired: true, own: best.own } : undefined;
}

/** Names are made of few words, so each word is sounded out once. */
function indexBySound(names: ReadonlyMap<string, Spelt>, sounds: Map<string, string>): SoundIndex {
  const index = new Map<string, Sounding[]>();
  for (const { value, repaired, words, own } of names.values()) {
    if (repaired) continue;
    let sound = '';
    for (const word of words) sound += remember(sounds, digits.get(word) ?? word, toSound);
    const skeleton = toSkeleton(sound);
    const bucket = index.get(skeleton);
    if (bucket) bucket.push({ sound, value, own });
    else index.set(skeleton, [{ sound, value, own }]);
  }
  return index;
}

function remember(
  known: Map<string, string>,
  word: string,
  make: (word: string) => string,
): string {
  if (/^\d/.test(word)) return word;
  const made = known.get(word) ?? make(word);
  known.set(word, made);
  return made;
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
