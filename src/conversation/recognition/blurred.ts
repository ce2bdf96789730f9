import { fileUnder } from './file-under.ts';
import { isOneOff } from './one-off.ts';
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

/** Files names under the halves of their skeletons when the first is looked for: one wrong sound leaves one of them. */
export function createBlurred(names: () => Iterable<Sounding>): FindBlurred {
  let index: ReadonlyMap<string, readonly Sounding[]> | undefined;

  return ({ sound, skeleton }) => {
    if (isShort({ sound, skeleton })) return undefined;
    const known = (index ??= fileAll(names()));
    const digits = toDigits(sound);
    const alike = toLookups(skeleton)
      .flatMap((key) => known.get(key) ?? [])
      .filter((name) => isAlike(name.skeleton, skeleton) && toDigits(name.sound) === digits);
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
    const half = toHalf(name.skeleton.length);
    fileUnder(index, toFront(name.skeleton.slice(0, half)), name);
    fileUnder(index, toBack(name.skeleton.slice(half)), name);
  }
  return index;
}

/** Where the halves of a name may be that has as many sounds, one less or one more. */
function toLookups(skeleton: string): readonly string[] {
  const { length } = skeleton;
  const keys = new Set<string>();
  for (const whole of [length - 1, length, length + 1]) {
    const half = toHalf(whole);
    keys.add(toFront(skeleton.slice(0, half)));
    keys.add(toBack(skeleton.slice(length - whole + half)));
  }
  return [...keys];
}

function toHalf(length: number): number {
  return Math.floor(length / 2);
}

function toFront(half: string): string {
  return `${half}-`;
}

function toBack(half: string): string {
  return `-${half}`;
}

function isAlike(one: string, other: string): boolean {
  return one === other || isOneOff(one, other);
}

/** A number that is not heard is no number that was said. */
function toDigits(sound: string): string {
  return sound.replaceAll(/\D/g, '');
}
