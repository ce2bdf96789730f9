/** What a deploy does to one kind of thing in one place, as access reviews ask about it. */
export type Need = {
  readonly verbs: readonly string[];
  readonly group: string;
  readonly resource: string;
  readonly subresource: string | undefined;
  readonly namespace: string | undefined;
};

type Row = readonly [verbs: string, group: string, resource: string];

const anywhere: readonly Row[] = [
  ['get create patch', '', 'namespaces'],
  ['list', '', 'nodes'],
  ['list', 'storage.k8s.io', 'storageclasses'],
];

const forRuns: readonly Row[] = [
  ['get list create update', '', 'configmaps'],
  ['get create', '', 'secrets'],
  ['get create update', 'coordination.k8s.io', 'leases'],
];

const forServers: readonly Row[] = [
  ['get list watch create patch delete', 'apps', 'statefulsets'],
  ['get create patch', '', 'services'],
  ['get create patch', '', 'configmaps'],
  ['get create patch', '', 'serviceaccounts'],
  ['get create', '', 'secrets'],
  ['list watch', '', 'pods'],
  ['list delete', '', 'persistentvolumeclaims'],
  ['get create patch', 'policy', 'poddisruptionbudgets'],
];

const fromOutside: readonly Row[] = [['get create', '', 'pods/portforward']];

export type Scope = {
  readonly runs: string;
  readonly servers: readonly string[];
  readonly isOutside: boolean;
};

/** Everything that deploying needs to be allowed. */
export function listNeeds({ runs, servers, isOutside }: Scope): readonly Need[] {
  const perNamespace = isOutside ? [...forServers, ...fromOutside] : forServers;
  return [
    ...anywhere.map((row) => toNeed(row)),
    ...forRuns.map((row) => toNeed(row, runs)),
    ...servers.flatMap((namespace) => perNamespace.map((row) => toNeed(row, namespace))),
  ];
}

function toNeed([verbs, group, path]: Row, namespace?: string): Need {
  const [resource = '', subresource] = path.split('/');
  return { verbs: verbs.split(' '), group, resource, subresource, namespace };
}
