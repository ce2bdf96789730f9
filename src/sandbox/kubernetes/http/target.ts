import { type Kind, kinds } from '../../../platforms/kubernetes/kinds.ts';
import { noSuchResource } from '../status-error.ts';

/** What a path names: a collection, one object of it, or a part of that object. */
export type Target = {
  readonly kind: string;
  readonly apiVersion: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string;
  /** The old form of watching, `/api/v1/watch/…`. */
  readonly watch: boolean;
};

const byPlace: ReadonlyMap<string, readonly [string, Kind]> = new Map(
  Object.entries(kinds).map((entry) => [`${entry[1].apiVersion}/${entry[1].plural}`, entry]),
);

export const apiVersions: ReadonlySet<string> = new Set(
  Object.values(kinds).map(({ apiVersion }) => apiVersion),
);

/** The target of `/api/v1/…` and `/apis/<group>/<version>/…`; nothing for a path of another sort. */
export function toTarget(path: readonly string[]): Target | undefined {
  const [root, first = '', second = ''] = path;
  const apiVersion = root === 'api' ? first : `${first}/${second}`;
  if ((root !== 'api' && root !== 'apis') || !apiVersions.has(apiVersion)) return undefined;
  const after = path.slice(root === 'api' ? 2 : 3);
  const watch = after[0] === 'watch';
  const rest = watch ? after.slice(1) : after;
  if (rest.length === 0) return undefined;

  const inside = rest[0] === 'namespaces' && rest.length > 2 && !namespaceParts.has(rest[2] ?? '');
  const namespace = inside ? rest[1] : undefined;
  const [plural = '', name, subresource = '', ...more] = inside ? rest.slice(2) : rest;
  const [kind, place] = byPlace.get(`${apiVersion}/${plural}`) ?? [];
  if (!kind || !place || more.length > 0) throw noSuchResource();
  if (!place.namespaced && namespace !== undefined) throw noSuchResource();
  if (place.namespaced && name !== undefined && namespace === undefined) throw noSuchResource();
  return { kind, apiVersion, namespace, name, subresource, watch };
}

const namespaceParts = new Set(['status', 'finalize']);
