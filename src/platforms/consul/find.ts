import { Failure } from '../../failure.ts';
import type { Consul, Instance, Place, Whereabouts } from './consul.ts';
import { isUsable } from './instances.ts';

type Eyes = Pick<Consul, 'instances' | 'places'>;
type Sighting = {
  readonly place: Place | undefined;
  /** Nothing where the place did not answer. */
  readonly instances: readonly Instance[] | undefined;
};

/**
 * Asks the place that was named, or the own datacenter and, when nothing there can be used, all others at once.
 * A place that does not answer within `graceMs` is told as silent: it never hides what others have.
 */
export async function findService(
  eyes: Eyes,
  service: string,
  name: string | undefined,
  graceMs = 1_000,
): Promise<Whereabouts> {
  if (name !== undefined) return findIn(eyes, service, name);
  const home = await lookAtHome(eyes, service);
  if (home.instances?.some(isUsable)) return toWhereabouts([home]);
  const others = (await eyes.places()).filter((place) => !isSame(place, home.place));
  const look = (place: Place): Promise<Sighting> => glance(eyes, service, place, graceMs);
  return toWhereabouts([home, ...(await Promise.all(others.map(look)))]);
}

async function findIn(eyes: Eyes, service: string, name: string): Promise<Whereabouts> {
  const place = (await eyes.places()).find((one) => one.name === name);
  if (!place) throw new Failure('absent', { platform: 'consul', what: `place called ${name}` });
  const { value } = await eyes.instances(service, place);
  return toWhereabouts([{ place, instances: value }]);
}

async function lookAtHome({ instances }: Eyes, service: string): Promise<Sighting> {
  const { value } = await instances(service);
  const name = value[0]?.datacenter;
  return { place: name === undefined ? undefined : { kind: 'datacenter', name }, instances: value };
}

async function glance(
  { instances }: Eyes,
  service: string,
  place: Place,
  graceMs: number,
): Promise<Sighting> {
  const asked = instances(service, place).catch((error: unknown) => {
    if (error instanceof Failure) return undefined;
    throw error;
  });
  return { place, instances: (await Promise.race([asked, after(graceMs)]))?.value };
}

/** The first that has something to use, else the first that has anything. */
function toWhereabouts(sightings: readonly Sighting[]): Whereabouts {
  const best =
    sightings.find(({ instances }) => instances?.some(isUsable)) ??
    sightings.find(({ instances = [] }) => instances.length > 0);
  return {
    place: best?.place,
    instances: best?.instances ?? [],
    silent: sightings.flatMap(({ place, instances }) => (place && !instances ? [place.name] : [])),
  };
}

function isSame(one: Place, other: Place | undefined): boolean {
  return one.kind === other?.kind && one.name === other.name;
}

function after(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms, undefined).unref();
  });
}
