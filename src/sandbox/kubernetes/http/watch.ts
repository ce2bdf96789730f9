import type { Cluster } from '../cluster.ts';
import { notAllowed } from '../cause.ts';
import { StatusError, expired, invalid, toStatus } from '../status-error.ts';
import type { Stored } from '../store/object.ts';
import type { Change } from '../store/store.ts';
import type { Answer, Stream } from './answer.ts';
import { type Call, isOn } from './call.ts';
import { present } from './present.ts';
import { toSelection } from './selection.ts';
import type { Target } from './target.ts';

const bookmarkEveryMs = 60_000;
const longestSeconds = 1_800;

/** The changes of a collection, as they happen, until the time is up or the client goes. */
export function watchObjects(cluster: Cluster, call: Call, target: Target): Answer {
  const { query } = call;
  assertWatchable(query);
  const selects = toSelection(target, query);
  const stream: Stream = async (send, ended) => {
    const from = query.get('resourceVersion') ?? '';
    const past = from === '' || from === '0' ? undefined : cluster.store.changesSince(Number(from));
    if (from !== '' && from !== '0' && !past) return send(tooOld(from, cluster));
    const emit = (type: string, object: Stored): void =>
      send({ type, object: present(cluster, call, object) });
    const follow = (change: Change): void => {
      if (change.object.kind !== target.kind || change.revision <= Number(from)) return;
      const event = toEvent(change, selects);
      if (event) emit(event.type, event.object);
    };
    if (past) past.forEach(follow);
    else
      for (const object of cluster.store.list(target.kind).filter(selects)) emit('ADDED', object);
    if (isOn(query.get('sendInitialEvents'))) send(bookmark(cluster, target, true));
    await untilEnded(cluster, call, target, { send, follow, ended });
  };
  return { kind: 'stream', run: stream };
}

/** What a change means to a watcher that only sees part of the collection. */
function toEvent(
  { type, object, before }: Change,
  selects: (object: Stored) => boolean,
): { type: string; object: Stored } | undefined {
  const was = before !== undefined && selects(before);
  const is = type !== 'DELETED' && selects(object);
  if (was && is) return { type: 'MODIFIED', object };
  if (is) return { type: 'ADDED', object };
  if (!was || !before) return undefined;
  const { resourceVersion } = object.metadata;
  return {
    type: 'DELETED',
    object: { ...before, metadata: { ...before.metadata, resourceVersion } },
  };
}

type Following = {
  readonly send: (event: object) => void;
  readonly follow: (change: Change) => void;
  readonly ended: AbortSignal;
};

async function untilEnded(
  cluster: Cluster,
  { query }: Call,
  target: Target,
  { send, follow, ended }: Following,
): Promise<void> {
  const unsubscribe = cluster.store.subscribe(follow);
  const seconds = Number(query.get('timeoutSeconds')) || longestSeconds;
  const mark = (): void => {
    if (isOn(query.get('allowWatchBookmarks'))) send(bookmark(cluster, target));
  };
  const marks = setInterval(mark, bookmarkEveryMs);
  const lastMark = setTimeout(mark, (seconds - 2) * 1_000);
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, seconds * 1_000);
    ended.addEventListener('abort', end, { once: true });
    if (ended.aborted) end();
  });
  clearTimeout(lastMark);
  clearInterval(marks);
  unsubscribe();
}

function bookmark({ store }: Cluster, { kind, apiVersion }: Target, isInitial = false): object {
  const annotations = isInitial && { annotations: { 'k8s.io/initial-events-end': 'true' } };
  const metadata = { resourceVersion: String(store.revision()), ...annotations };
  return { type: 'BOOKMARK', object: { kind, apiVersion, metadata } };
}

function tooOld(from: string, { store }: Cluster): object {
  const message = `too old resource version: ${from} (${store.revision()})`;
  return { type: 'ERROR', object: toStatus(expired(message)) };
}

function assertWatchable(query: URLSearchParams): void {
  const from = query.get('resourceVersion') ?? '';
  if (!/^\d*$/.test(from))
    throw new StatusError(
      500,
      undefined,
      `resourceVersion: Invalid value: "${from}": strconv.ParseUint: parsing "${from}": invalid syntax`,
    );
  const isMatched = query.get('resourceVersionMatch') === 'NotOlderThan';
  if (!isOn(query.get('sendInitialEvents')) || isMatched) return;
  const why = 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan';
  throw invalid('ListOptions', '', [notAllowed('resourceVersionMatch', why)], 'meta.k8s.io');
}
