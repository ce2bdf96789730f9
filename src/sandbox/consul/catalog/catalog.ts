import type { Journal } from '../journal.ts';
import { Refusal } from '../api/refusal.ts';
import {
  type CheckGiven,
  type Registration,
  registrationGiven,
  type ServiceGiven,
} from './given.ts';
import type { Check, Hosted, Instance, Node, Service, Stamps } from './record.ts';
import { toCheck, toNode, toService } from './to-record.ts';

export type Leaving = {
  readonly Node: string;
  readonly ServiceID?: string | undefined;
  readonly CheckID?: string | undefined;
};

/** The nodes, services and checks of one datacenter. Writing what is there already is no write. */
export type Catalog = {
  readonly datacenter: string;
  /** By name. */
  readonly nodes: () => readonly Hosted[];
  readonly node: (name: string) => Hosted | undefined;
  readonly instances: (service: string) => readonly Instance[];
  readonly register: (registration: Registration) => void;
  readonly deregister: (leaving: Leaving) => void;
  /** What a query for this service waits on; a service that never was waits for any. */
  readonly indexOf: (service: string) => number;
};

type Entry = {
  node: Node;
  readonly services: Map<string, Service>;
  readonly checks: Map<string, Check>;
};

export function createCatalog(datacenter: string, journal: Journal): Catalog {
  const entries = new Map<string, Entry>();

  const topicsOf = ({ services }: Entry): readonly string[] =>
    Array.from(services.values(), ({ Service: name }) => `service:${name}`);

  /** Keeps what was given under its key, with one write, unless it is there just so. */
  function keep<T extends Stamps>(
    known: T | undefined,
    fresh: Omit<T, keyof Stamps>,
    topics: () => readonly string[],
    put: (stamps: Stamps) => void,
  ): void {
    const next = journal.index() + 1;
    const { CreateIndex = next, ModifyIndex } = known ?? {};
    const isSame = JSON.stringify({ ...fresh, CreateIndex, ModifyIndex }) === JSON.stringify(known);
    if (isSame) return;
    put({ CreateIndex, ModifyIndex: next });
    journal.write(topics());
  }

  function keepNode(node: Omit<Node, keyof Stamps>): Entry {
    const entry = entries.get(node.Node);
    const kept: Entry = entry ?? {
      node: { ...node, CreateIndex: 0, ModifyIndex: 0 },
      services: new Map(),
      checks: new Map(),
    };
    const put = (stamps: Stamps): void => {
      kept.node = { ...node, ...stamps };
      entries.set(node.Node, kept);
    };
    keep(entry?.node, node, () => ['nodes', ...topicsOf(kept)], put);
    return kept;
  }

  function keepService(entry: Entry, given: ServiceGiven): void {
    const fresh = toService(given);
    const known = entry.services.get(fresh.ID);
    const topics = [`service:${fresh.Service}`, `service:${known?.Service ?? fresh.Service}`];
    keep(
      known,
      fresh,
      () => ['services', ...topics],
      (stamps) => entry.services.set(fresh.ID, { ...fresh, ...stamps }),
    );
  }

  function keepCheck(entry: Entry, given: CheckGiven): void {
    const service = entry.services.get(given.ServiceID);
    if (given.ServiceID !== '' && !service) throw new Refusal(500, 'Missing service registration');
    const fresh = toCheck(entry.node.Node, given, service);
    const topics = service ? [`service:${service.Service}`] : topicsOf(entry);
    keep(
      entry.checks.get(fresh.CheckID),
      fresh,
      () => ['checks', ...topics],
      (stamps) => entry.checks.set(fresh.CheckID, { ...fresh, ...stamps }),
    );
  }

  function leave({ Node: name, ServiceID, CheckID }: Leaving): void {
    const entry = entries.get(name);
    if (!entry) return;
    const topics = ['services', 'checks', ...topicsOf(entry)];
    if (ServiceID) {
      if (!entry.services.delete(ServiceID)) return;
      for (const [id, check] of entry.checks)
        if (check.ServiceID === ServiceID) entry.checks.delete(id);
      return journal.write(topics);
    }
    if (CheckID) return void (entry.checks.delete(CheckID) && journal.write(topics));
    entries.delete(name);
    journal.write(['nodes', ...topics]);
  }

  return {
    datacenter,
    nodes: () =>
      Array.from(entries.values()).toSorted((a, b) => (a.node.Node < b.node.Node ? -1 : 1)),
    node: (name) => entries.get(name),
    instances: (name) =>
      Array.from(entries.values()).flatMap(({ node, services, checks }) =>
        Array.from(services.values())
          .filter(({ Service: one }) => one === name)
          .map((service) => ({
            node,
            service,
            checks: Array.from(checks.values()).filter(
              ({ ServiceID }) => ServiceID === '' || ServiceID === service.ID,
            ),
          })),
      ),
    register: (given) => {
      const { Service: service, Check: check, Checks, ...node } = registrationGiven.parse(given);
      const known = entries.get(node.Node);
      const entry = known && node.SkipNodeUpdate ? known : keepNode(toNode(node, datacenter));
      if (service) keepService(entry, service);
      for (const one of [check, ...(Checks ?? [])]) if (one) keepCheck(entry, one);
    },
    deregister: leave,
    indexOf: (service) =>
      journal.indexOf(journal.isTouched(`service:${service}`) ? `service:${service}` : 'services'),
  };
}
