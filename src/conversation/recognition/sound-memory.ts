import { toDigits } from './name-keys.ts';
import { toSkeleton, toSound } from './sounds.ts';

/** How something sounds, and all with which that may be confused: what has the same skeleton. */
export type Sounded = { readonly sound: string; readonly skeleton: string };

/** How words sound when they are said as one. */
export type Sounds = (words: readonly string[]) => Sounded;

const most = 20_000;

/** Sounds every word out once; as many as names are made of, but not so many that talk could fill the memory. */
export function createSounds(): Sounds {
  const known = new Map<string, Sounded>();

  return (words) => {
    const [only = ''] = words;
    if (words.length === 1) return recall(only);
    let sound = '';
    let skeleton = '';
    for (const word of words) {
      const part = recall(word);
      sound += part.sound;
      skeleton += part.skeleton;
    }
    return { sound, skeleton };
  };

  function recall(word: string): Sounded {
    const sounded = known.get(word) ?? toSounded(word);
    if (known.size >= most) known.clear();
    known.set(word, sounded);
    return sounded;
  }
}

function toSounded(word: string): Sounded {
  const plain = toDigits(word);
  const sound = /^\d/.test(plain) ? plain : toSound(plain);
  return { sound, skeleton: toSkeleton(sound) };
}
