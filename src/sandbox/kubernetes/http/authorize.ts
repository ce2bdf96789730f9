import type { Access, Faults } from '../faults.ts';
import { StatusError, resourceOf } from '../status-error.ts';
import type { Call } from './call.ts';
import { isOn } from './call.ts';
import type { Target } from './target.ts';

/** The sandbox asks nobody who they are: everything is allowed that was not denied on purpose. */
export function authorize(faults: Faults, call: Call, target: Target): void {
  const access = accessOf(call, target);
  if (!faults.isDenied(access)) return;
  const { verb, resource, group, subresource, namespace, name } = access;
  const what = subresource ? `${resource}/${subresource}` : resource;
  const scope = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
  const named = name
    ? `${resourceOf(target.kind).resource} "${name}"`
    : resourceOf(target.kind).resource;
  const message = `${named} is forbidden: User "sandbox" cannot ${verb} resource "${what}" in API group "${group}" ${scope}`;
  throw new StatusError(403, 'Forbidden', message, {
    ...(name && { name }),
    ...(group && { group }),
    kind: resource,
  });
}

function accessOf(
  call: Call,
  target: Target,
): Required<Pick<Access, 'verb' | 'resource' | 'group'>> & Access {
  const { plural, group } = resourceOf(target.kind);
  return {
    verb: verbOf(call, target),
    group,
    resource: plural,
    ...(target.subresource && { subresource: target.subresource }),
    ...(target.namespace !== undefined && { namespace: target.namespace }),
    ...(target.name !== undefined && { name: target.name }),
  };
}

function verbOf({ method, query }: Call, { name, watch }: Target): string {
  if (method === 'GET' || method === 'HEAD') {
    if (watch || isOn(query.get('watch'))) return 'watch';
    return name === undefined ? 'list' : 'get';
  }
  if (method === 'DELETE') return name === undefined ? 'deletecollection' : 'delete';
  return { POST: 'create', PUT: 'update', PATCH: 'patch' }[method] ?? method.toLowerCase();
}
