import type { Cluster } from '../cluster.ts';
import { create } from '../lifecycle/create.ts';
import { type Stored, valueAt } from '../store/object.ts';

type Happening = {
  readonly type?: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly component: string;
};

const kept = 500;

/** Writes down what happened to an object, as `kubectl describe` shows it. Repeated, it counts. */
export function recordEvent(cluster: Cluster, about: Stored, happening: Happening): void {
  const { store } = cluster;
  const { type = 'Normal', reason, message, component } = happening;
  const namespace = about.metadata.namespace ?? 'default';
  const home = store.get('Namespace', namespace);
  if (!home || home.metadata.deletionTimestamp) return;
  const now = cluster.now();
  const same = store
    .list('Event', namespace)
    .find(
      (event) =>
        valueAt(event, 'involvedObject', 'uid') === about.metadata.uid &&
        event['reason'] === reason &&
        event['message'] === message,
    );
  if (same) {
    const count = Number(same['count'] ?? 1) + 1;
    store.put({ ...same, count, lastTimestamp: now });
    return;
  }
  const suffix = (store.revision() + 0x18ea_0000_0000).toString(16);
  const { name, uid, resourceVersion } = about.metadata;
  create(cluster, {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${suffix}`, namespace },
    involvedObject: {
      kind: about.kind,
      namespace: about.metadata.namespace,
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
  });
  forgetOldest(cluster);
}

function forgetOldest({ store }: Cluster): void {
  const events = store.list('Event');
  if (events.length <= kept) return;
  const [oldest] = events.toSorted(
    (a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion),
  );
  if (oldest) store.remove(oldest);
}
