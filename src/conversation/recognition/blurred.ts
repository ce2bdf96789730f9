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
    if (skeleton.length < shortest || sound.length < shortestSound) return undefined;
    index ??= fileAll(names());
    let best: Sounding | undefined;
    let least = tolerance;
    let torn = false;
    for (const key of toKeys(skeleton))
      for (const name of index.get(key) ?? []) {
        const distance = toDistance(sound, name.sound, tolerance);
        if (distance > least) continue;
        torn = best !== undefined && best.value !== name.value && distance === least;
        best = name;
        least = distance;
      }
    return torn ? undefined : best?.value;
  };
}

function fileAll(names: Iterable<Sounding>): ReadonlyMap<string, readonly Sounding[]> {
  const index = new Map<string, Sounding[]>();
  for (const name of names) {
    if (name.skeleton.length < shortest || name.sound.length < shortestSound) continue;
    for (const key of toKeys(name.skeleton)) {
      const list = index.get(key);
      if (list) list.push(name);
      else index.set(key, [name]);
    }
  }
  return index;
}

function toKeys(skeleton: string): ReadonlySet<string> {
  const keys = new Set([skeleton]);
  for (let at = 0; at < skeleton.length; at += 1)
    keys.add(skeleton.slice(0, at) + skeleton.slice(at + 1));
  return keys;
}
