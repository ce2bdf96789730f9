import { z } from 'zod';
import { letters, toTime, type World } from '../world.ts';
import { tokenOf } from '../api/admit.ts';
import { bodyOf, type Call, nameOf } from '../api/call.ts';
import { inList, Refusal } from '../api/refusal.ts';
import type { Answer, Route } from '../api/route.ts';
import { createShelf } from '../auth/role.ts';
import { duration, strings } from '../core/duration.ts';
import type { State } from '../core/state.ts';
import { systemSeconds } from '../core/tokens.ts';
import type { Postgres } from '../postgres/postgres.ts';
import { type Session, SqlError } from '../postgres/tables.ts';

const connectionBody = z.looseObject({
  plugin_name: z.string(),
  connection_url: z.string(),
  allowed_roles: strings.default([]),
  username: z.string().default(''),
  password: z.string().default(''),
  verify_connection: z.boolean().default(true),
});

const roleBody = z.object({
  db_name: z.string(),
  default_ttl: duration.default(0),
  max_ttl: duration.default(0),
  creation_statements: strings,
  revocation_statements: strings.default([]),
});

const plugins = new Set(['postgresql-database-plugin', 'mysql-database-plugin']);

type Connection = z.output<typeof connectionBody>;
type Role = z.output<typeof roleBody>;

/** The database engine, on the sandbox's own PostgreSQL: it runs the statements of its roles there. */
export function databaseRoutes(world: World, state: State, postgres: Postgres): readonly Route[] {
  const rotated = new Map<string, string>();
  const connections = createShelf('config', connect, show);
  const roles = createShelf('roles', (call) => bodyOf(roleBody, call));
  const passwordOf = (name: string, { password }: Connection): string =>
    rotated.get(name) ?? password;

  function connect(call: Call): Connection {
    const connection = bodyOf(connectionBody, call);
    if (!plugins.has(connection.plugin_name))
      throw new Refusal(400, 'error creating database object: the sandbox has no such database');
    const name = nameOf(call);
    rotated.delete(name);
    if (connection.verify_connection) login(name, connection);
    return connection;
  }

  function login(name: string, connection: Connection): Session {
    try {
      return postgres.login(connection.username, passwordOf(name, connection));
    } catch (error) {
      const why = error instanceof Error ? error.message : '';
      throw new Refusal(400, `error creating database object: error verifying connection: ${why}`);
    }
  }

  function issue(call: Call): Answer {
    const name = nameOf(call);
    const role = roles.get(name);
    if (!role) throw new Refusal(400, `unknown role: ${name}`);
    const connection = connections.get(role.db_name);
    if (!connection)
      throw new Refusal(
        500,
        inList(`failed to find entry for connection with name: "${role.db_name}"`),
      );
    const allowed = connection.allowed_roles;
    if (!allowed.includes('*') && !allowed.includes(name))
      throw new Refusal(500, inList(`"${name}" is not an allowed role`));
    const token = tokenOf(call);
    const maxSeconds = role.max_ttl || systemSeconds;
    const ttlSeconds = Math.min(role.default_ttl || systemSeconds, maxSeconds);
    const username = toUsername(world, token.displayName, name);
    const password = letters(world, 20);
    const session = login(role.db_name, connection);
    const expiration = toEnd(world.now() + ttlSeconds * 1_000);
    run(session, role.creation_statements, { name: username, username, password, expiration });
    const lease = state.leases.issue({
      path: call.path,
      ttlSeconds,
      maxSeconds,
      token: token.id,
      revoke: () => {
        const dropping = login(role.db_name, connection);
        run(dropping, revocationsOf(role), { name: username, username });
      },
      renew: (expiresAt) => {
        const renewing = login(role.db_name, connection);
        const statement = `ALTER ROLE "{{name}}" VALID UNTIL '{{expiration}}';`;
        run(renewing, [statement], { name: username, expiration: toEnd(expiresAt) });
      },
    });
    return {
      lease: { id: lease.id, renewable: true, durationSeconds: ttlSeconds },
      data: { username, password },
    };
  }

  function rotate({ names: [name = ''] }: Call): Answer {
    const connection = connections.get(name);
    if (!connection)
      throw new Refusal(500, inList(`failed to find entry for connection with name: "${name}"`));
    const password = letters(world, 20);
    const statement = `ALTER ROLE "{{name}}" WITH PASSWORD '{{password}}';`;
    run(login(name, connection), [statement], { name: connection.username, password });
    rotated.set(name, password);
    return undefined;
  }

  return [
    ...connections.routes,
    ...roles.routes,
    { path: /^creds\/([^/]+)$/, read: issue },
    { path: /^rotate-root\/([^/]+)$/, write: rotate },
  ];
}

function show({ connection_url, username, ...connection }: Connection): object {
  const { plugin_name, allowed_roles } = connection;
  const connection_details = { connection_url, username };
  return { plugin_name, allowed_roles, connection_details, root_credentials_rotate_statements: [] };
}

const drop = [
  'REVOKE ALL PRIVILEGES ON ALL TABLES IN SCHEMA public FROM "{{name}}";',
  'DROP ROLE IF EXISTS "{{name}}";',
];

/** The database may outlast the lease a little, never the other way round. */
function toEnd(expiresAt: number): string {
  return toTime(expiresAt + 5_000);
}

function revocationsOf({ revocation_statements }: Role): readonly string[] {
  return revocation_statements.length > 0 ? revocation_statements : drop;
}

function run(
  session: Session,
  statements: readonly string[],
  values: Readonly<Record<string, string>>,
): void {
  try {
    for (const statement of statements)
      session.query(
        statement.replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => values[name] ?? ''),
      );
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    throw new Refusal(500, inList(error.message));
  }
}

function toUsername(world: World, displayName: string, role: string): string {
  const parts = ['v', displayName.slice(0, 8), role.slice(0, 8), letters(world, 20)];
  return [...parts, Math.floor(world.now() / 1_000)].join('-').slice(0, 63);
}
