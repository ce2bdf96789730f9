import type { Cluster } from '../cluster.ts';
import { create } from '../lifecycle/create.ts';
import { type Draft, type Stored, textAt } from '../store/object.ts';

export type Happening = {
  readonly type?: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly component: string;
};

const kept = 500;

/** Writes down what happened to an object, as `kubectl describe` shows it. Repeated, it counts. */
export function recordEvent(cluster: Cluster, about: Stored, happening: Happening): void {
  const { store } = cluster;
  const home = store.get('Namespace', homeOf(about));
  if (!home || home.metadata.deletionTimestamp) return;
  const same = findSame(cluster, about, happening);
  if (same) {
    const count = Number(same['count']) + 1;
    store.put({ ...same, count, lastTimestamp: cluster.now() });
  } else {
    create(cluster, toEvent(cluster, about, happening));
    forgetOldest(cluster);
  }
}

/** Writes it down unless it is written down already: for what is looked at again and again. */
export function recordOnce(cluster: Cluster, about: Stored, happening: Happening): void {
  if (!findSame(cluster, about, happening)) recordEvent(cluster, about, happening);
}

const homeOf = ({ metadata }: Stored): string => metadata.namespace ?? 'default';

function findSame({ store }: Cluster, about: Stored, happening: Happening): Stored | undefined {
  return store
    .list('Event', homeOf(about))
    .find(
      (event) =>
        textAt(event, 'involvedObject', 'uid') === about.metadata.uid &&
        event['reason'] === happening.reason &&
        event['message'] === happening.message,
    );
}

function toEvent(cluster: Cluster, about: Stored, happening: Happening): Draft {
  const { type = 'Normal', reason, message, component } = happening;
  const { name, namespace, uid, resourceVersion } = about.metadata;
  const suffix = (cluster.store.revision() + 0x18ea_0000_0000).toString(16);
  const now = cluster.now();
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${suffix}`, namespace: homeOf(about) },
    involvedObject: {
      kind: about.kind,
      namespace,
      name,
      uid,
      apiVersion: about.apiVersion,
      resourceVersion,
    },
    reason,
    message,
    source: { component },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    type,
    eventTime: null,
    reportingComponent: component,
    reportingInstance: '',
  };
}

function forgetOldest({ store }: Cluster): void {
  const events = store.list('Event');
  if (events.length <= kept) return;
  const [oldest] = events.toSorted((a, b) => age(a) - age(b));
  if (oldest) store.remove(oldest);
}

const age = ({ metadata }: Stored): number => Number(metadata.resourceVersion);
