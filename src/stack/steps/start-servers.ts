import { measureServers } from '../servers.ts';
import type { Step } from '../step.ts';

/** Waits until every pod of a StatefulSet runs its latest spec and is ready; image pulls and volumes take longest. */
export function startServers(name: string, namespace: string, after: readonly Step[]): Step {
  return {
    name: `start the ${name} servers`,
    after: after.map((step) => step.name),
    capMs: 10 * 60_000,
    async look({ kubernetes, servers }) {
      const measured = await measureServers(kubernetes, name, namespace);
      const { ready = 0, isRolledOut = false, trouble } = measured ?? {};
      const seen = `${ready} of ${servers} servers are ready`;
      if (isRolledOut && ready === servers) return { kind: 'done', seen };
      return {
        kind: 'waiting',
        seen: trouble === undefined ? seen : `${seen}, because ${trouble}`,
      };
    },
  };
}
