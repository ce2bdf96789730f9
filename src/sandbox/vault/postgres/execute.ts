import { type Result, type Role, SqlError, type Tables } from './tables.ts';

type Run = (world: Tables, me: Role, words: readonly string[]) => Result;
type Statement = readonly [RegExp, Run];

const done = (command: string): Result => ({ command, columns: [], rows: [] });
const answer = (column: string, values: readonly string[]): Result => ({
  command: `SELECT ${values.length}`,
  columns: [column],
  rows: values.map((value) => [value]),
});

/** Runs one or more statements of the few kinds that are known; the last result is the answer. */
export function execute(world: Tables, me: Role, sql: string): Result {
  const texts = sql
    .split(';')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  let result = done('');
  for (const text of texts) result = one(world, me, text);
  return result;
}

function one(world: Tables, me: Role, text: string): Result {
  for (const [pattern, run] of statements) {
    const [whole, ...words] = pattern.exec(text) ?? [undefined];
    if (whole !== undefined)
      return run(
        world,
        me,
        words.map((word) => word ?? ''),
      );
  }
  const [verb = ''] = text.split(/\s/);
  throw new SqlError('42601', `syntax error at or near "${verb}" (this is the sandbox)`);
}

const createRole: Run = ({ roles }, me, [name = '', password = '', until = '']) => {
  mustRule(me);
  if (roles.has(name)) throw new SqlError('42710', `role "${name}" already exists`);
  const validUntil = until === '' ? undefined : Date.parse(until);
  roles.set(name, { name, password, validUntil, isSuperuser: false, grants: new Set() });
  return done('CREATE ROLE');
};

const alterRole: Run = ({ roles }, me, [name = '', password = '', until = '']) => {
  const role = roles.get(name);
  if (!role) throw new SqlError('42704', `role "${name}" does not exist`);
  if (name !== me.name) mustRule(me);
  roles.set(name, {
    ...role,
    ...(password !== '' && { password }),
    ...(until !== '' && { validUntil: Date.parse(until) }),
  });
  return done('ALTER ROLE');
};

/** Whose time is over can not log in any more. */
const lockOut: Run = ({ roles }, me, [name = '']) => {
  mustRule(me);
  const role = roles.get(name);
  if (!role) throw new SqlError('42704', `user '${name}' does not exist`);
  roles.set(name, { ...role, validUntil: 0 });
  return done('ALTER USER');
};

const dropRole: Run = ({ roles }, me, [, name = '']) => {
  mustRule(me);
  roles.delete(name);
  return done('DROP ROLE');
};

const createTable: Run = ({ tables }, me, [name = '']) => {
  mustRule(me);
  if (!tables.has(name)) tables.set(name, []);
  return done('CREATE TABLE');
};

const grant: Run = ({ roles, tables }, me, [rights = '', table, name = '']) => {
  mustRule(me);
  const role = roles.get(name);
  if (!role) throw new SqlError('42704', `role "${name}" does not exist`);
  const names = table ? [table] : [...tables.keys()];
  const fresh = names.flatMap((into) =>
    rights.split(',').map((right) => `${right.trim().toUpperCase()} ${into}`),
  );
  roles.set(name, { ...role, grants: new Set([...role.grants, ...fresh]) });
  return done('GRANT');
};

const revoke: Run = ({ roles }, me, [name = '']) => {
  mustRule(me);
  const role = roles.get(name);
  if (role) roles.set(name, { ...role, grants: new Set() });
  return done('REVOKE');
};

const dropOwned: Run = (world, me, [name = '']) => {
  if (!world.roles.has(name)) throw new SqlError('42704', `role "${name}" does not exist`);
  revoke(world, me, [name]);
  return done('DROP OWNED');
};

const insert: Run = ({ tables }, me, [table = '']) => {
  const rows = tables.get(table);
  mustBeGranted(me, 'INSERT', table, rows);
  tables.set(table, [...rows, [me.name]]);
  return done('INSERT 0 1');
};

const count: Run = ({ tables }, me, [column = 'count', table = '']) => {
  const rows = tables.get(table);
  mustBeGranted(me, 'SELECT', table, rows);
  return answer(column || 'count', [String(rows.length)]);
};

const listRoles: Run = ({ roles }, _me, [column = '']) =>
  answer(column || 'rolname', [...roles.keys()].toSorted());

const statements: readonly Statement[] = [
  [
    /^CREATE (?:ROLE|USER) "([^"]+)" WITH LOGIN PASSWORD '([^']+)'(?: VALID UNTIL '([^']+)')?$/i,
    createRole,
  ],
  [
    /^ALTER (?:ROLE|USER) "([^"]+)"(?: WITH)?(?: PASSWORD '([^']+)')?(?: VALID UNTIL '([^']+)')?$/i,
    alterRole,
  ],
  [/^DROP (ROLE|USER) IF EXISTS "([^"]+)"$/i, dropRole],
  [/^CREATE TABLE IF NOT EXISTS (\w+) \([^]*\)$/i, createTable],
  [/^GRANT ([\w, ]+?) ON (?:ALL TABLES IN SCHEMA public|(\w+)) TO "([^"]+)"$/i, grant],
  [/^REVOKE [^]+ FROM "([^"]+)"$/i, revoke],
  [/^INSERT INTO (\w+) \(\w+\) VALUES \(current_user\)$/i, insert],
  [/^SELECT count\(\*\)(?: AS (\w+))? FROM (\w+)$/i, count],
  [/^SELECT rolname(?: AS (\w+))? FROM pg_roles(?: WHERE [^]+)?$/i, listRoles],
  [/^SELECT current_user$/i, (_world, me) => answer('current_user', [me.name])],
  [
    /^SELECT pg_terminate_backend\(pid\) FROM pg_stat_activity WHERE usename = '[^']+'$/i,
    () => done('SELECT 0'),
  ],
  [/^DROP OWNED BY "([^"]+)"$/i, dropOwned],
  // MariaDB's, of which a user is a name and where it comes from
  [/^CREATE USER '([^']+)'@'%' IDENTIFIED BY '([^']+)'$/i, createRole],
  [/^DROP (USER) IF EXISTS '([^']+)'@'%'$/i, dropRole],
  [/^GRANT ([\w, ]+?) ON ([\w.]+) TO '([^']+)'@'%'$/i, grant],
  [/^ALTER USER '([^']+)'@'%' ACCOUNT LOCK$/i, lockOut],
  [/^KILL CONNECTION USER '[^']+'$/i, () => done('KILL')],
  [/^SELECT 1$/i, () => answer('?column?', ['1'])],
];

function mustRule({ isSuperuser }: Role): void {
  if (!isSuperuser) throw new SqlError('42501', 'permission denied');
}

function mustBeGranted(
  { isSuperuser, grants }: Role,
  right: string,
  table: string,
  rows: readonly (readonly string[])[] | undefined,
): asserts rows {
  if (!rows) throw new SqlError('42P01', `relation "${table}" does not exist`);
  if (!isSuperuser && !grants.has(`${right} ${table}`))
    throw new SqlError('42501', `permission denied for table ${table}`);
}
