import { kinds } from '../../../platforms/kubernetes/kinds.ts';
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

const kindAt: ReadonlyMap<string, string> = new Map(
  Object.entries(kinds).map(([kind, { apiVersion, plural }]) => [`${apiVersion}/${plural}`, kind]),
);

export const apiVersions: ReadonlySet<string> = new Set(
  Object.values(kinds).map(({ apiVersion }) => apiVersion),
);

/** The target of `/api/v1/…` and `/apis/<group>/<version>/…`; nothing for a path of another sort. */
export function toTarget(path: readonly string[]): Target | undefined {
  const depth = { api: 2, apis: 3 }[path[0] ?? ''];
  const apiVersion = path.slice(1, depth).join('/');
  if (depth === undefined || path.length <= depth || !apiVersions.has(apiVersion)) return undefined;
  const watch = path[depth] === 'watch';
  const { namespace, rest } = splitNamespace(path.slice(watch ? depth + 1 : depth));
  const [plural = '', name, subresource = '', ...more] = rest;
  const kind = kindAt.get(`${apiVersion}/${plural}`);
  if (kind === undefined || more.length > 0) throw noSuchResource();
  assertScope(kind, namespace, name);
  return { kind, apiVersion, namespace, name, subresource, watch };
}

const partsOfNamespace = new Set(['status', 'finalize']);

/** `namespaces/x/pods/y` is about pods; `namespaces/x` and `namespaces/x/status` are about a namespace. */
function splitNamespace(path: readonly string[]): {
  namespace: string | undefined;
  rest: readonly string[];
} {
  const [first, namespace, third] = path;
  if (first !== 'namespaces' || third === undefined || partsOfNamespace.has(third))
    return { namespace: undefined, rest: path };
  return { namespace, rest: path.slice(2) };
}

function assertScope(kind: string, namespace?: string, name?: string): void {
  const isNamespaced = kinds[kind]?.namespaced === true;
  if (isNamespaced && name !== undefined && namespace === undefined) throw noSuchResource();
  if (!isNamespaced && namespace !== undefined) throw noSuchResource();
}
