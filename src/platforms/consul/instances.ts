import type { Entry } from './answers.ts';
import type { Check, Health, Instance } from './consul.ts';

const worstFirst: readonly Health[] = ['critical', 'warning', 'passing'];

/** Consul's answer as instances, nearest first as Consul sorted them, with the healthier moved forward. */
export function toInstances(entries: readonly Entry[]): readonly Instance[] {
  return entries.map(toInstance).toSorted((a, b) => rank(a) - rank(b));
}

/** Whether a client may be sent there. */
export function isUsable({ health }: Instance): boolean {
  return health !== 'critical';
}

function toInstance({ Node, Service, Checks }: Entry): Instance {
  return {
    id: Service.ID,
    node: Node.Node,
    datacenter: Node.Datacenter,
    address: Service.Address || Node.Address,
    port: Service.Port,
    tags: Service.Tags,
    checks: Checks,
    health: worstOf(Checks),
  };
}

function worstOf(checks: readonly Check[]): Health | undefined {
  return worstFirst.find((health) => checks.some(({ Status }) => Status === health));
}

function rank({ health = 'passing' }: Instance): number {
  return -worstFirst.indexOf(health);
}
