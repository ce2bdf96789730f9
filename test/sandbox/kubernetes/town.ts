import { afterEach, beforeEach } from 'vitest';
import type { Body } from './body.ts';
import { type SandboxDoor, openSandbox, types } from './door.ts';

export const core = '/api/v1/namespaces/default';
export const sets = '/apis/apps/v1/namespaces/default/statefulsets';

type Applied = { readonly metadata: { readonly name: string } };

/** A fresh sandbox for every test of a file, and the few things done with its default namespace. */
export type Town = {
  readonly door: () => SandboxDoor;
  readonly get: (path: string) => Promise<Body>;
  readonly apply: (body: Applied, path?: string) => Promise<Body>;
  readonly pods: () => Promise<readonly Body[]>;
  /** The messages of events with this reason. */
  readonly told: (reason: string) => Promise<string[]>;
};

export function useTown(): Town {
  let door: SandboxDoor | undefined;
  const here = (): SandboxDoor => {
    if (!door) throw new Error('There is a sandbox within tests only.');
    return door;
  };
  beforeEach(async () => {
    door = await openSandbox();
  });
  afterEach(() => here().close());

  const get = async (path: string): Promise<Body> => (await here().send('GET', path)).body;
  return {
    door: here,
    get,
    apply: async (body, path = sets) => {
      const place = `${path}/${body.metadata.name}?fieldManager=t`;
      return (await here().send('PATCH', place, { type: types.apply, body })).body;
    },
    pods: async () => (await get(`${core}/pods`)).items,
    told: async (reason) => {
      const { items } = await get(`${core}/events?fieldSelector=reason%3D${reason}`);
      return items.map(({ message }) => message);
    },
  };
}

export const isReady = (pod: Body | undefined): boolean =>
  pod?.status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ??
  false;

export const areReady =
  (count: number) =>
  (pods: readonly Body[]): boolean =>
    pods.length === count && pods.every(isReady);
