import type { Secret } from '../../secret.ts';
import type { Vault } from './vault.ts';

export type DatabaseKind = 'postgres' | 'mariadb';

export type DatabaseSetup = {
  readonly kind: DatabaseKind;
  /** `host:port`, as Vault reaches it. */
  readonly address: string;
  readonly database: string;
  /** The superuser. Vault changes this password at once, and nobody knows the new one. */
  readonly username: string;
  readonly password: Secret;
  /** Lease times of the role `worker`. */
  readonly ttl?: string;
  readonly maxTtl?: string;
};

/** Names of the database roles: one to work with, one to see who is there. */
export const databaseRoles = ['worker', 'observer'] as const;

/**
 * Makes Vault the only one who can make users of a database. Safe to do again: the password is rotated until a role
 * tells that it was, so whoever was interrupted in between leaves no password behind that others know.
 */
export async function prepareDatabase(vault: Vault, setup: DatabaseSetup): Promise<void> {
  const { kind, database, username, password, ttl = '60s', maxTtl = '5m' } = setup;
  await vault.enableEngine('database', 'database');
  const isKnown = await vault.has(['database', 'config', database]);
  const isRotated = isKnown && (await vault.has(['database', 'roles', databaseRoles[0]]));
  if (!isKnown)
    await vault.write(['database', 'config', database], {
      plugin_name: plugins[kind],
      connection_url: connectionUrlOf(setup),
      allowed_roles: databaseRoles,
      username,
      password: password.reveal(),
      ...(kind === 'postgres' && { password_authentication: 'scram-sha-256' }),
    });
  if (!isRotated) await vault.write(['database', 'rotate-root', database], {});
  const write = (role: (typeof databaseRoles)[number], times: object): Promise<void> =>
    vault.write(['database', 'roles', role], {
      db_name: database,
      ...statements[kind][role],
      ...times,
    });
  await write('worker', { default_ttl: ttl, max_ttl: maxTtl });
  await write('observer', { default_ttl: '30s', max_ttl: '30s' });
}

const plugins = {
  postgres: 'postgresql-database-plugin',
  mariadb: 'mysql-database-plugin',
} as const;

/** How Vault is told to reach a database: by its address, with names and passwords left open. */
export function connectionUrlOf({
  kind,
  address,
  database,
}: Pick<DatabaseSetup, 'kind' | 'address' | 'database'>): string {
  return kind === 'postgres'
    ? `postgresql://{{username}}:{{password}}@${address}/${database}?sslmode=prefer`
    : `{{username}}:{{password}}@tcp(${address})/${database}?tls=preferred`;
}

const postgresUser = `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';`;
const mariadbUser = `CREATE USER '{{name}}'@'%' IDENTIFIED BY '{{password}}';`;

/** What a user made, large objects for one, would keep its role from being dropped: it goes as well. */
const postgresEnd = [
  `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{{name}}';`,
  'DROP OWNED BY "{{name}}";',
  'DROP ROLE IF EXISTS "{{name}}";',
];
const mariadbEnd = [
  `ALTER USER '{{name}}'@'%' ACCOUNT LOCK;`,
  `KILL CONNECTION USER '{{name}}';`,
  `DROP USER IF EXISTS '{{name}}'@'%';`,
];

/** What is done in the database for each role; the end leaves nothing behind and nobody connected. */
const statements = {
  postgres: {
    worker: {
      creation_statements: [
        postgresUser,
        'CREATE TABLE IF NOT EXISTS visits (visitor text NOT NULL, at timestamptz NOT NULL DEFAULT now());',
        'GRANT SELECT, INSERT ON visits TO "{{name}}";',
      ],
      revocation_statements: postgresEnd,
    },
    observer: { creation_statements: [postgresUser], revocation_statements: postgresEnd },
  },
  mariadb: {
    worker: {
      creation_statements: [
        mariadbUser,
        'CREATE TABLE IF NOT EXISTS visits (visitor varchar(128) NOT NULL, at timestamp NOT NULL DEFAULT current_timestamp);',
        `GRANT SELECT, INSERT ON visits TO '{{name}}'@'%';`,
      ],
      revocation_statements: mariadbEnd,
    },
    observer: {
      creation_statements: [mariadbUser, `GRANT SELECT ON mysql.user TO '{{name}}'@'%';`],
      revocation_statements: mariadbEnd,
    },
  },
} as const;
