import { createHalves, type FindAlike } from './halves.ts';
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

/** Files names by their skeletons when the first is looked for. */
export function createBlurred(names: () => Iterable<Sounding>): FindBlurred {
  let find: FindAlike<Sounding> | undefined;

  return ({ sound, skeleton }) => {
    if (isShort({ sound, skeleton })) return undefined;
    find ??= createHalves(
      Array.from(names()).filter((name) => !isShort(name)),
      (name) => name.skeleton,
    );
    const digits = toDigits(sound);
    const [best, next] = find(skeleton)
      .filter((name) => toDigits(name.sound) === digits)
      .map(({ value, sound: other }) => ({ value, distance: toDistance(sound, other, tolerance) }))
      .filter(({ distance }) => distance <= tolerance)
      .toSorted((a, b) => a.distance - b.distance);
    const torn = best && next && next.value !== best.value && next.distance === best.distance;
    return torn ? undefined : best?.value;
  };
}

function isShort({ sound, skeleton }: Omit<Sounding, 'value'>): boolean {
  return skeleton.length < shortest || sound.length < shortestSound;
}

/** A number that is not heard is no number that was said. */
function toDigits(sound: string): string {
  return sound.replaceAll(/\D/g, '');
}
