import { agree } from '../agree.ts';
import { measureServers, type Servers } from '../servers.ts';
import type { StackWorld } from '../stack-world.ts';
import type { Step } from '../step.ts';
import { replaceStuck } from './replace-stuck.ts';

export type StartOptions = {
  readonly name: string;
  readonly after: readonly string[];
  readonly statefulSet: string;
  readonly namespace: string;
  readonly sizeOf: (world: StackWorld) => Promise<number>;
  /** What they need to become ready, at every look. */
  readonly meanwhile?: (world: StackWorld, servers: number) => Promise<void>;
};

const none: Servers = { wanted: 0, ready: 0, isRolledOut: false, trouble: undefined };

/** Waits until every pod of a StatefulSet runs its latest spec and is ready; image pulls and volumes take longest. */
export function startServers(options: StartOptions): Step<StackWorld> {
  const { name, after, statefulSet, namespace, sizeOf, meanwhile } = options;
  return {
    name,
    after,
    capMs: 10 * 60_000,
    async look(world) {
      const { kubernetes } = world;
      const [servers, measured] = await Promise.all([
        sizeOf(world),
        measureServers(kubernetes, statefulSet, namespace),
      ]);
      const { ready, isRolledOut, trouble, willLast } = measured ?? none;
      const seen = `${ready} of ${servers} ${agree(servers, 'server is', 'servers are')} ready`;
      if (isRolledOut && ready === servers) return { kind: 'done', seen };
      await meanwhile?.(world, servers);
      if (trouble === undefined) return { kind: 'waiting', seen };
      await replaceStuck(kubernetes, statefulSet, namespace);
      return { kind: 'waiting', seen: `${seen}, because ${trouble}`, willLast };
    },
  };
}
