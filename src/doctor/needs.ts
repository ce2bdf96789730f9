import { keyring } from '../stack/identity/keyring.ts';
import { needsOf } from '../stack/permissions.ts';
import type { StackDeed } from '../stack/stack-deed.ts';

/** What is done to one kind of thing in one place, as access reviews ask about it. */
export type Need = {
  readonly verbs: readonly string[];
  readonly group: string;
  readonly resource: string;
  readonly subresource: string | undefined;
  readonly namespace: string | undefined;
  /** One thing alone; nothing where it may be any. */
  readonly name: string | undefined;
};

type Row = readonly [verbs: string, group: string, resource: string];
type Place = { readonly namespace?: string; readonly name?: string };

const anywhere: readonly Row[] = [
  ['list', '', 'nodes'],
  ['list', 'storage.k8s.io', 'storageclasses'],
];

const forRuns: readonly Row[] = [
  ['get list create update delete', '', 'configmaps'],
  ['create', '', 'secrets'],
  ['get create update', 'coordination.k8s.io', 'leases'],
];

const deeds: readonly StackDeed[] = ['deploy', 'scale', 'destroy', 'renew'];
const portForward: Row = ['get create', '', 'pods/portforward'];
const ownToken: Row = ['create', '', 'serviceaccounts/token'];
const ofSecrets: Row = ['get update delete', '', 'secrets'];

export type Scope = {
  readonly runs: string;
  readonly servers: readonly string[];
  /** Not in a pod: Services are reached by a port-forward, and the own identity is asked for. */
  readonly isOutside: boolean;
};

/** Everything that deploying, changing and destroying needs to be allowed; deploy/install gives a pod of ours that. */
export function listNeeds({ runs, servers, isOutside }: Scope): readonly Need[] {
  return [
    ...anywhere.map((row) => toNeed(row)),
    ...[runs, ...servers].map((name) => toNeed(['get', '', 'namespaces'], { name })),
    ...forRuns.map((row) => toNeed(row, { namespace: runs })),
    ...servers.flatMap((namespace) => [
      ...forDeeds(namespace),
      ...(isOutside ? [toNeed(portForward, { namespace })] : []),
    ]),
    ...Object.entries(keyring).flatMap(([name, { namespace }]) =>
      namespace === 'hashinetes' || servers.includes(namespace)
        ? [toNeed(ofSecrets, { namespace: namespace === 'hashinetes' ? runs : namespace, name })]
        : [],
    ),
    ...(isOutside ? [toNeed(ownToken, { namespace: runs, name: 'hashinetes' })] : []),
  ];
}

/** What the runs check beforehand, each kind of thing once. */
function forDeeds(namespace: string): readonly Need[] {
  const verbsOf = new Map<string, { row: Row; verbs: Set<string> }>();
  for (const { verbs, group, resource } of deeds.flatMap((deed) => needsOf(deed))) {
    const key = `${group}/${resource}`;
    const known = verbsOf.get(key) ?? { row: ['', group, resource], verbs: new Set() };
    for (const verb of verbs) known.verbs.add(verb);
    verbsOf.set(key, known);
  }
  return Array.from(verbsOf.values(), ({ row: [, group, resource], verbs }) =>
    toNeed([[...verbs].join(' '), group, resource], { namespace }),
  );
}

function toNeed([verbs, group, path]: Row, { namespace, name }: Place = {}): Need {
  const [resource = '', subresource] = path.split('/');
  return { verbs: verbs.split(' '), group, resource, subresource, namespace, name };
}
