/** Who can be handed a certificate. */
export type Bearer = 'consul' | 'vault' | 'nomad' | 'nomad-client' | 'database';

export type Naming = {
  readonly clusterDomain?: string | undefined;
  /** What others call Nomad's servers who know no name of the cluster. */
  readonly nomadHost?: string | undefined;
};

/**
 * The names in a bearer's certificate. The first of Consul's and Nomad's is a role, which their servers verify of
 * each other: `server.<datacenter>.consul`, `server.<region>.nomad`.
 */
export function serverNames(
  bearer: Bearer,
  { clusterDomain = 'cluster.local', nomadHost }: Naming = {},
): readonly string[] {
  const service = (name: string, namespace: string): readonly string[] => [
    name,
    `${name}.${namespace}`,
    `${name}.${namespace}.svc`,
    `${name}.${namespace}.svc.${clusterDomain}`,
  ];
  const servers = (name: string): readonly string[] => [
    ...service(name, name),
    ...service(`*.${name}-internal`, name),
    `${name}.service.consul`,
  ];
  const peers = (name: string): readonly string[] =>
    [0, 1, 2, 3, 4].flatMap((n) => service(`${name}-${n}-peer`, name).slice(2));
  const here = ['localhost', '127.0.0.1', '::1'];
  switch (bearer) {
    case 'consul':
      return ['server.dc1.consul', ...here, ...servers('consul'), ...peers('consul')];
    case 'vault':
      return [
        ...servers('vault'),
        ...peers('vault'),
        ...here,
        ...service('vault-active', 'vault').slice(1),
      ];
    case 'nomad':
      return [
        ...new Set([
          'server.global.nomad',
          ...here,
          ...servers('nomad'),
          ...peers('nomad'),
          ...(nomadHost === undefined ? [] : [nomadHost]),
        ]),
      ];
    case 'nomad-client':
      return ['client.global.nomad', ...here];
    case 'database':
      return [...service('database', 'database'), ...here];
  }
}
