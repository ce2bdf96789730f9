import { drawKey, drawPassword, drawUuid } from './draw.ts';
import type { KeyringEntry, Part, ValueOf } from './keyring-entry.ts';

/** The Secret that holds the CA. */
export const authority = 'hashinetes-ca';

const caOf = (value: ValueOf): string => value(authority, 'ca.crt');
const toJson = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Every Secret of the stack, by name. The table of deploy/README.md and the rights in deploy/install follow it. */
export const keyring: Readonly<Record<string, KeyringEntry>> = {
  [authority]: {
    part: 'all',
    namespace: 'hashinetes',
    readers: 'Hashinetes: signs certificates, and trusts those it signed',
    kind: 'authority',
  },

  'consul-identity': {
    part: 'consul',
    namespace: 'hashinetes',
    readers: 'Hashinetes: makes these tokens known to Consul',
    kind: 'drawn',
    contents: {
      gossip: drawKey,
      management: drawUuid,
      agent: drawUuid,
      dns: drawUuid,
      'nomad-server': drawUuid,
      'nomad-client': drawUuid,
      'catalog-sync': drawUuid,
    },
  },
  'consul-tls': {
    part: 'consul',
    namespace: 'consul',
    readers: 'Consul servers',
    kind: 'leaf',
    bearer: 'consul',
    restarts: 'consul',
  },
  'consul-secrets': {
    part: 'consul',
    namespace: 'consul',
    readers: 'Consul servers: gossip key and first tokens',
    kind: 'copied',
    from: ['consul-identity'],
    contents: {
      'secrets.json': (value) =>
        toJson({
          encrypt: value('consul-identity', 'gossip'),
          acl: {
            tokens: {
              initial_management: value('consul-identity', 'management'),
              agent: value('consul-identity', 'agent'),
              dns: value('consul-identity', 'dns'),
            },
          },
        }),
    },
  },
  'consul-catalog-sync': {
    part: 'consul',
    namespace: 'consul',
    readers: 'the catalog sync of each cluster',
    kind: 'copied',
    from: [authority, 'consul-identity'],
    contents: { 'ca.crt': caOf, token: (value) => value('consul-identity', 'catalog-sync') },
  },

  'vault-tls': {
    part: 'vault',
    namespace: 'vault',
    readers: 'Vault servers',
    kind: 'leaf',
    bearer: 'vault',
    restarts: 'vault',
  },
  'vault-seal': {
    part: 'vault',
    namespace: 'vault',
    readers: 'OpenBao servers: whoever has it can unseal',
    kind: 'drawn',
    contents: { key: drawKey },
  },
  'vault-init': {
    part: 'vault',
    namespace: 'hashinetes',
    readers: 'Hashinetes: what Vault answered when it was initialised',
    kind: 'received',
    keys: ['root-token', 'keys'],
  },

  'nomad-identity': {
    part: 'nomad',
    namespace: 'hashinetes',
    readers: "Hashinetes: the secret of Nomad's first token",
    kind: 'drawn',
    contents: { gossip: drawKey, bootstrap: drawUuid },
  },
  'nomad-tls': {
    part: 'nomad',
    namespace: 'nomad',
    readers: 'Nomad servers',
    kind: 'leaf',
    bearer: 'nomad',
    restarts: 'nomad',
  },
  'nomad-secrets': {
    part: 'nomad',
    namespace: 'nomad',
    readers: 'Nomad servers: gossip key',
    kind: 'copied',
    from: ['nomad-identity'],
    contents: {
      'secrets.hcl': (value) => `server {\n  encrypt = "${value('nomad-identity', 'gossip')}"\n}\n`,
    },
  },
  'nomad-consul-agent': {
    part: 'nomad',
    namespace: 'nomad',
    readers: 'the Consul agent beside each Nomad server',
    withConsul: 'deployed',
    kind: 'copied',
    from: [authority, 'consul-identity'],
    contents: {
      'ca.crt': caOf,
      'secrets.json': (value) =>
        toJson({
          encrypt: value('consul-identity', 'gossip'),
          acl: { tokens: { agent: value('consul-identity', 'agent') } },
        }),
    },
  },
  'nomad-consul-token': {
    part: 'nomad',
    namespace: 'nomad',
    readers: 'Nomad servers: who they are to Consul',
    withConsul: 'deployed',
    kind: 'copied',
    from: ['consul-identity'],
    contents: { token: (value) => value('consul-identity', 'nomad-server') },
  },
  'nomad-adopted-consul': {
    part: 'nomad',
    namespace: 'nomad',
    readers: 'Nomad servers: who they are to a Consul that was given by address',
    withConsul: 'adopted',
    kind: 'drawn',
    contents: { token: drawUuid },
  },
  'nomad-client-tls': {
    part: 'nomad',
    namespace: 'hashinetes',
    readers: 'Nomad clients outside the cluster (deploy/clients)',
    kind: 'leaf',
    bearer: 'nomad-client',
  },

  'database-tls': {
    part: 'database',
    namespace: 'database',
    readers: 'the database server; the worker, its ca.crt',
    kind: 'leaf',
    bearer: 'database',
    restarts: 'database',
  },
  'database-root': {
    part: 'database',
    namespace: 'database',
    readers: 'the database server at its first start; Vault, which may change it afterwards',
    kind: 'drawn',
    contents: { password: drawPassword },
  },
};

/** The names of all Secrets that there may be for these parts. */
export function secretsOf(parts: readonly Part[]): readonly string[] {
  return Object.keys(keyring).filter((name) => parts.some((part) => part === keyring[name]?.part));
}

/** Those that are made for these parts, where some others were given by address. */
export function secretsFor(
  parts: readonly Part[],
  adopted: ReadonlySet<Part> = new Set(),
): readonly string[] {
  const consul = adopted.has('consul') ? 'adopted' : 'deployed';
  return secretsOf(parts).filter((name) => (keyring[name]?.withConsul ?? consul) === consul);
}
