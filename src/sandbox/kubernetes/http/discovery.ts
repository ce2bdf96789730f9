import { type Kind, kinds } from '../../../platforms/kubernetes/kinds.ts';
import { groupOf } from '../status-error.ts';
import { subresources } from './subresources.ts';
import { apiVersions } from './target.ts';

const everyVerb = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];
const inAll = new Set(['Pod', 'Service', 'StatefulSet', 'Deployment', 'ReplicaSet', 'Job']);
const questions = new Set(['SelfSubjectAccessReview', 'SelfSubjectRulesReview', 'TokenReview']);

/** `/api/v1` or `/apis/<group>/<version>`: the kinds there and what may be done with them. */
export function resourceList(groupVersion: string): object {
  const own = Object.entries(kinds).filter(([, { apiVersion }]) => apiVersion === groupVersion);
  return {
    kind: 'APIResourceList',
    ...(groupVersion !== 'v1' && { apiVersion: 'v1' }),
    groupVersion,
    resources: own.flatMap(([kind, place]) => withParts(kind, place)),
  };
}

function withParts(kind: string, place: Kind): object[] {
  const parts = subresources[kind] ?? [];
  return [resource(kind, place), ...parts.map((part) => subresource(kind, place, part))];
}

function resource(kind: string, { plural, namespaced, shortNames }: Kind): object {
  return {
    name: plural,
    singularName: kind.toLowerCase(),
    namespaced,
    kind,
    verbs: questions.has(kind) ? ['create'] : everyVerb,
    ...(shortNames && { shortNames }),
    ...(inAll.has(kind) && { categories: ['all'] }),
  };
}

function subresource(kind: string, { plural, namespaced }: Kind, part: string): object {
  const own = { name: `${plural}/${part}`, singularName: '', namespaced };
  switch (part) {
    case 'scale':
      return {
        ...own,
        group: 'autoscaling',
        version: 'v1',
        kind: 'Scale',
        verbs: ['get', 'patch', 'update'],
      };
    case 'eviction':
      return { ...own, group: 'policy', version: 'v1', kind: 'Eviction', verbs: ['create'] };
    case 'portforward':
      return { ...own, kind: 'PodPortForwardOptions', verbs: ['create', 'get'] };
    case 'log':
      return { ...own, kind, verbs: ['get'] };
    default:
      return { ...own, kind, verbs: ['get', 'patch', 'update'] };
  }
}

export const coreVersions = {
  kind: 'APIVersions',
  versions: ['v1'],
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1' }],
};

const groups = [...apiVersions].filter((apiVersion) => apiVersion !== 'v1');

export function groupList(): object {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(toGroup) };
}

export function groupNamed(name: string): object | undefined {
  const found = groups.find((groupVersion) => groupOf(groupVersion) === name);
  return found ? { kind: 'APIGroup', apiVersion: 'v1', ...toGroup(found) } : undefined;
}

function toGroup(groupVersion: string): object {
  const preferred = { groupVersion, version: groupVersion.split('/')[1] };
  return { name: groupOf(groupVersion), versions: [preferred], preferredVersion: preferred };
}
