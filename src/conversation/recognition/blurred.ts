import { fileUnder } from './file-under.ts';
import { toDistance } from './sounds.ts';

export type Sounding = {
  readonly sound: string;
  readonly skeleton: string;
  readonly value: string;
};

/** The one of some names that is heard with one sound too many, too few or wrong: "bat etl" for batch-etl. */
export type FindBlurred = (heard: Omit<Sounding, 'value'>) => string | undefined;

const tolerance = 0.26;
/** What is shorter is like too much else. */
const shortest = 3;
const shortestSound = 5;

/** Files names under their skeletons and those with one sound less, when the first is looked for. */
export function createBlurred(names: () => Iterable<Sounding>): FindBlurred {
  let index: ReadonlyMap<string, readonly Sounding[]> | undefined;

  return ({ sound, skeleton }) => {
    if (isShort({ sound, skeleton })) return undefined;
    const known = (index ??= fileAll(names()));
    const alike = [...toKeys(skeleton)]
      .flatMap((key) => known.get(key) ?? [])
      .filter((name) => toDigits(name.sound) === toDigits(sound));
    const [best, next] = Array.from(new Set(alike), (name) => ({
      value: name.value,
      distance: toDistance(sound, name.sound, tolerance),
    }))
      .filter(({ distance }) => distance <= tolerance)
      .toSorted((a, b) => a.distance - b.distance);
    const torn = best && next && next.value !== best.value && next.distance === best.distance;
    return torn ? undefined : best?.value;
  };
}

function isShort({ sound, skeleton }: Omit<Sounding, 'value'>): boolean {
  return skeleton.length < shortest || sound.length < shortestSound;
}

function fileAll(names: Iterable<Sounding>): ReadonlyMap<string, readonly Sounding[]> {
  const index = new Map<string, Sounding[]>();
  for (const name of names) {
    if (isShort(name)) continue;
    for (const key of toKeys(name.skeleton)) fileUnder(index, key, name);
  }
  return index;
}

/** A number that is not heard is no number that was said. */
function toDigits(sound: string): string {
  return sound.replaceAll(/\D/g, '');
}

function toKeys(skeleton: string): ReadonlySet<string> {
  const keys = new Set([skeleton]);
  for (let at = 0; at < skeleton.length; at += 1)
    keys.add(skeleton.slice(0, at) + skeleton.slice(at + 1));
  return keys;
}
