import type { Kubernetes } from '../platforms/kubernetes/kubernetes.ts';
import type { Components } from './components/components.ts';
import { findDue } from './identity/renew-leaves.ts';
import type { Leases } from './lease.ts';
import type { Order, Orders } from './orders.ts';
import { measureServers } from './servers.ts';

export type RenewingOptions = {
  readonly kubernetes: Kubernetes;
  readonly components: Components;
  readonly orders: Pick<Orders, 'begin'>;
  readonly leases: Leases;
  readonly home: string;
  readonly clock: () => number;
  readonly log: (event: string, detail: Readonly<Record<string, unknown>>) => void;
};

const lease = 'renew-certificates';

/**
 * Looks whether a certificate of what is deployed is to be replaced, and begins a run for each component of which one
 * is. Meant for several times a day; of several replicas one does it. What is busy is left for the next time.
 */
export function createRenewing(options: RenewingOptions): () => Promise<void> {
  const { kubernetes, components, orders, leases, home, clock, log } = options;

  /** What is deployed by us, with its number of servers. */
  async function findDeployed(): Promise<readonly Order[]> {
    const found = [...components.values()].map(async ({ name, title: of, recipe }) => {
      const servers = recipe && (await measureServers(kubernetes, recipe.statefulSet, name));
      const title = `the renewal of the certificates of ${of}`;
      if (!servers) return [];
      return [{ deed: 'renew' as const, component: name, title, servers: servers.wanted }];
    });
    return (await Promise.all(found)).flat();
  }

  async function renew(order: Order): Promise<void> {
    const parts = [...components.keys()].filter((name) => name === order.component);
    const due = await findDue({ kubernetes, home, parts, clock });
    if (due.length === 0) return;
    const { kind } = await orders.begin(order);
    log('certificates.due', { component: order.component, due, how: kind });
  }

  return async () => {
    const deployed = await findDeployed();
    if (deployed.length === 0 || !(await leases.hold(lease))) return;
    try {
      for (const order of deployed) await renew(order);
    } finally {
      await leases.release(lease);
    }
  };
}
