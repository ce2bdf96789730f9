import { letters, uuid, type World } from '../world.ts';
import { Refusal } from '../api/refusal.ts';
import type { Route } from '../api/route.ts';

export type Mount = {
  /** With a slash at its end: `auth/kubernetes/`. */
  readonly path: string;
  readonly type: string;
  readonly accessor: string;
  readonly uuid: string;
  readonly description: string;
  readonly options: Readonly<Record<string, string>> | null;
  readonly routes: readonly Route[];
};

export type Place = Pick<Mount, 'path' | 'accessor'>;
export type Engines = Readonly<Record<string, (place: Place) => readonly Route[]>>;

export type MountOrder = Pick<Mount, 'path' | 'type'> &
  Partial<Pick<Mount, 'description' | 'options'>>;

export type Mounts = {
  readonly list: () => readonly Mount[];
  readonly mount: (order: MountOrder) => void;
  readonly unmount: (path: string) => void;
  readonly find: (path: string) => Mount | undefined;
};

export function createMounts(world: World, engines: Engines): Mounts {
  const mounts = new Map<string, Mount>();
  return {
    list: () => [...mounts.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    mount({ path, type, description = '', options = null }) {
      const taken = [...mounts.keys()].find((one) => one.startsWith(path) || path.startsWith(one));
      if (taken !== undefined) throw new Refusal(409, `path is already in use at ${taken}`);
      const engine = engines[type];
      if (!engine)
        throw new Refusal(400, `plugin not found in the catalog: ${type} (this is the sandbox)`);
      const accessor = `${path.startsWith('auth/') ? 'auth_' : ''}${type}_${letters(world, 8).toLowerCase()}`;
      const routes = engine({ path, accessor });
      const mount = { path, type, accessor, uuid: uuid(world), description, options, routes };
      mounts.set(path, mount);
    },
    unmount: (path) => void mounts.delete(path),
    find: (path) => [...mounts.values()].find((one) => `${path}/`.startsWith(one.path)),
  };
}
