import type { Cluster } from '../cluster.ts';
import { StatusError, resourceOf } from '../status-error.ts';
import { type Call, isOn } from './call.ts';
import type { Target } from './target.ts';

/** The sandbox asks nobody who they are: everything is allowed that was not denied on purpose. */
export function authorize(
  { faults }: Cluster,
  call: Call,
  target: Target,
  verb = verbOf(call, target),
): void {
  const { kind, name, namespace } = target;
  const { plural, group, resource } = resourceOf(kind);
  const subresource = target.subresource || undefined;
  if (!faults.isDenied({ verb, group, resource: plural, subresource, namespace, name })) return;
  const part = subresource ? `${plural}/${subresource}` : plural;
  const scope = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
  const what = name ? `${resource} "${name}"` : resource;
  const message = `${what} is forbidden: User "sandbox" cannot ${verb} resource "${part}" in API group "${group}" ${scope}`;
  throw new StatusError(403, 'Forbidden', message, {
    ...(name && { name }),
    ...(group && { group }),
    kind: plural,
  });
}

function verbOf({ method, query }: Call, { name, watch }: Target): string {
  if (method === 'GET' || method === 'HEAD') {
    if (watch || isOn(query.get('watch'))) return 'watch';
    return name === undefined ? 'list' : 'get';
  }
  if (method === 'DELETE') return name === undefined ? 'deletecollection' : 'delete';
  return { POST: 'create', PUT: 'update', PATCH: 'patch' }[method] ?? method.toLowerCase();
}
