import type { Cluster } from '../cluster.ts';
import { StatusError, badRequest, expired } from '../status-error.ts';
import type { Stored } from '../store/object.ts';
import type { Store } from '../store/store.ts';
import { type Answer, json } from './answer.ts';
import type { Call } from './call.ts';
import { type Continuation, fromToken, toToken } from './continuation.ts';
import { present, presentList } from './present.ts';
import { toSelection } from './selection.ts';
import type { Target } from './target.ts';
import { find } from './write.ts';

export function readObject(cluster: Cluster, call: Call, target: Target): Answer {
  return json(200, present(cluster, call, find(cluster, target)));
}

export async function listObjects(cluster: Cluster, call: Call, target: Target): Promise<Answer> {
  const { store } = cluster;
  const { query } = call;
  const asked = query.get('resourceVersion') ?? '';
  await reach(cluster, asked);
  const token = query.get('continue');
  const from = token ? fromToken(token) : undefined;
  const revision = from?.revision ?? store.revision();
  const found = objectsAt(store, target.kind, from).filter(toSelection(target, query));
  const limit = asked === '0' ? 0 : Number(query.get('limit'));
  const page = limit > 0 ? found.slice(0, limit) : found;
  const metadata = {
    resourceVersion: String(revision),
    ...rest(query, page, found.length - page.length, revision),
  };
  return json(200, presentList(cluster, call, target, page, metadata));
}

/** What a page says about those after it. With a selector nobody has counted them. */
function rest(
  query: URLSearchParams,
  page: readonly Stored[],
  left: number,
  revision: number,
): object {
  const last = page.at(-1);
  if (left === 0 || !last) return {};
  const isNarrow = query.has('labelSelector') || query.has('fieldSelector');
  return {
    continue: toToken({ revision, after: placeOf(last) }),
    ...(!isNarrow && { remainingItemCount: left }),
  };
}

const placeOf = ({ metadata }: Stored): string => `${metadata.namespace ?? ''}/${metadata.name}`;

/** All objects now, or for a continued list the rest of them as they were when it began. */
function objectsAt(store: Store, kind: string, from: Continuation | undefined): readonly Stored[] {
  if (!from) return store.list(kind);
  const changes = store.changesSince(from.revision);
  if (!changes)
    throw expired(
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.',
    );
  const objects = new Map(store.list(kind).map((object) => [placeOf(object), object]));
  for (const { object, before } of changes.filter((one) => one.object.kind === kind).toReversed()) {
    if (before) objects.set(placeOf(object), before);
    else objects.delete(placeOf(object));
  }
  return [...objects]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .filter(([place]) => place > from.after)
    .map(([, object]) => object);
}

/** A revision that is yet to come is waited for, but not for long. */
async function reach({ store, pace, signal }: Cluster, asked: string): Promise<void> {
  if (asked === '') return;
  if (!/^\d+$/.test(asked))
    throw badRequest(
      `invalid resource version: resourceVersion: Invalid value: "${asked}": strconv.ParseUint: parsing "${asked}": invalid syntax`,
    );
  if (Number(asked) > store.revision()) await pace.wait(3_000, signal);
  if (Number(asked) <= store.revision()) return;
  throw new StatusError(
    504,
    'Timeout',
    `Timeout: Too large resource version: ${asked}, current: ${store.revision()}`,
    {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  );
}
