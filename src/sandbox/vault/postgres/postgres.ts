import { execute } from './execute.ts';
import { type Role, type Session, SqlError, type Tables } from './tables.ts';

export type Postgres = {
  readonly login: (user: string, password: string) => Session;
  /** Who is there right now. */
  readonly users: () => readonly string[];
  readonly wipe: () => void;
};

export type PostgresOptions = {
  readonly now: () => number;
  /** Brings the users up to date before anybody looks. */
  readonly before: () => void;
};

/**
 * As much of a PostgreSQL as the worker and the database engine need: users with passwords, grants and an end, and
 * tables that take rows. The first superuser is whoever logs in first, as with an empty volume.
 */
export function createPostgres({ now, before }: PostgresOptions): Postgres {
  const world: Tables = { roles: new Map(), tables: new Map() };

  function roleOf(user: string): Role {
    const role = world.roles.get(user);
    if (role) return role;
    throw new SqlError('28000', `role "${user}" does not exist`);
  }

  return {
    login(user, password) {
      before();
      if (world.roles.size === 0) world.roles.set(user, superuser(user, password));
      const role = world.roles.get(user);
      const isOver = role?.validUntil !== undefined && role.validUntil <= now();
      if (!role || isOver || role.password !== password)
        throw new SqlError('28P01', `password authentication failed for user "${user}"`);
      return { user, query: (sql) => execute(world, roleOf(user), sql) };
    },
    users() {
      before();
      return [...world.roles.keys()].toSorted();
    },
    wipe() {
      world.roles.clear();
      world.tables.clear();
    },
  };
}

function superuser(name: string, password: string): Role {
  return { name, password, validUntil: undefined, isSuperuser: true, grants: new Set() };
}
