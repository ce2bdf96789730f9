import { agree } from './agree.ts';
import type { Component, Sights } from './component.ts';
import type { Components } from './components/components.ts';
import { hasFailed } from './past.ts';
import type { Orders, Rival } from './orders.ts';
import { isScalable } from './plan-run.ts';
import type { Run } from './run.ts';
import { measureStatus, type Status } from './status.ts';

export type Resizing =
  | { readonly kind: 'started'; readonly run: Run; readonly from: number }
  | Rival
  | { readonly kind: 'already'; readonly status: Status }
  /** `fixed`: it has always as many servers as it has. `adopted`: it was given by address. */
  | { readonly kind: 'absent' | 'adopted' | 'fixed' };

export type ResizingOptions = {
  readonly components: Components;
  readonly orders: Orders;
  readonly sights: Sights;
};

/** Takes a component to another number of servers. */
export function createResizing({ components, orders, sights }: ResizingOptions) {
  const find = (name: string): Component | undefined =>
    [...components.values()].find((one) => one.name === name);

  return async (name: string, servers: number): Promise<Resizing> => {
    const component = find(name);
    if (component && !component.recipe) return { kind: 'adopted' };
    if (!component || !isScalable(component)) return { kind: 'fixed' };
    const [status, runs] = await Promise.all([measureStatus(component, sights), orders.runs()]);
    const order = {
      deed: 'scale',
      component: name,
      title: titleOf(component, servers),
      servers,
    } as const;
    const rival = orders.rivalOf(runs, order);
    if (rival) return rival;
    if (!status.servers) return { kind: 'absent' };
    const from = status.servers.wanted;
    if (from === servers && !hasFailed(runs, order)) return { kind: 'already', status };
    const begun = await orders.begin(order);
    return begun.kind === 'started' ? { ...begun, from } : begun;
  };
}

function titleOf({ title }: Component, servers: number): string {
  return `the change of ${title} to ${servers} ${agree(servers, 'server', 'servers')}`;
}
