import { type Clause, measureClauses, type Measures } from './clause.ts';
import type { Component, Sights } from './component.ts';
import type { Servers } from './servers.ts';

/** A component as measured now. No `servers` where it is not deployed, no `leader` while nobody leads or is to. */
export type Status = {
  readonly component: string;
  /** It was given by address. */
  readonly isAdopted: boolean;
  readonly servers: Servers | undefined;
  readonly leader: string | undefined;
  /** Every server is ready, and one of them leads where one is to. */
  readonly isUp: boolean;
};

/** A status with everything else that there is to tell, where it is deployed. */
export type FullStatus = Status & { readonly clauses: readonly Clause[] };

/** Measures all of it at once. */
export async function measureFull(component: Component, measures: Measures): Promise<FullStatus> {
  const [status, clauses] = await Promise.all([
    measureStatus(component, measures),
    measureClauses(component.clauses, measures),
  ]);
  return { ...status, clauses: status.servers ? clauses : [] };
}

export async function measureStatus(component: Component, sights: Sights): Promise<Status> {
  const servers = await component.measure(sights);
  const leader = servers && (await component.leader?.(sights));
  const isUp = servers?.isRolledOut === true && (leader !== undefined || !component.leader);
  return { component: component.name, isAdopted: !component.recipe, servers, leader, isUp };
}

/** All of them as one, which nobody leads. */
export function sum(component: string, all: readonly Status[]): Status {
  const count = (of: (servers: Servers) => number): number =>
    all.reduce((total, { servers }) => total + (servers ? of(servers) : 0), 0);
  const isUp = all.every((one) => one.isUp);
  const wanted = count((servers) => servers.wanted);
  const ready = count((servers) => servers.ready);
  const servers = { wanted, ready, isRolledOut: isUp, trouble: undefined };
  return { component, isAdopted: false, servers, leader: undefined, isUp };
}
