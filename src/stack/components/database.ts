import { z } from 'zod';
import { Failure } from '../../failure.ts';
import {
  connectionUrlOf,
  type DatabaseKind,
  databaseRoles,
  prepareDatabase,
} from '../../platforms/vault/database.ts';
import type { Vault } from '../../platforms/vault/vault.ts';
import type { Measure } from '../clause.ts';
import type { Component, RecipeContext } from '../component.ts';
import { measureServers } from '../servers.ts';
import type { StackWorld } from '../stack-world.ts';
import type { Step } from '../step.ts';
import { stepNames } from '../step-names.ts';
import { ensure } from '../steps/ensure.ts';
import { startServers } from '../steps/start-servers.ts';
import { assertOwn } from './vault-adopted.ts';

const config = ['database', 'config', 'demo'];

const products = {
  postgres: { port: 5432, username: 'postgres' },
  mariadb: { port: 3306, username: 'root' },
} as const;

/** Vault is in the database only if it can make somebody there, who is gone again at once. */
const users: Measure = {
  about: 'users',
  async look({ vault }) {
    const { lease } = await vault.issue('observer');
    await vault.revokeLease(lease);
    return { isSo: true, seen: 'Vault made a user in it and took it back' };
  },
};

/** A database on Kubernetes for which Vault makes users. It is one server, and nobody leads. */
export function createDatabaseComponent(kind: DatabaseKind = 'postgres'): Component {
  return {
    name: 'database',
    title: 'the database',
    needs: ['vault'],
    recipe: {
      folders: [`database-${kind}`],
      statefulSet: kind,
      size: 1,
      farewell: (after, withData) => (withData ? [disconnect(after)] : []),
      steps: async (context) => [start(kind, context), connect(kind)],
    },
    measure: ({ kubernetes }) => measureServers(kubernetes, kind, 'database'),
    clauses: [users],
  };
}

function start(kind: DatabaseKind, { sizeOf }: RecipeContext): Step<StackWorld> {
  return startServers({
    name: stepNames.startDatabase,
    after: [stepNames.applyServers],
    statefulSet: kind,
    namespace: 'database',
    sizeOf,
  });
}

/** What Vault knows of a database is worth nothing for the next one, and would be in its way. */
function disconnect(after: readonly string[]): Step<StackWorld> {
  return {
    name: 'let Vault forget the database',
    after,
    capMs: 60_000,
    async look(world) {
      if (!(await hasVault(world))) return { kind: 'done', seen: 'there is no Vault' };
      if (await world.vaultSetup.has(config))
        return { kind: 'waiting', seen: 'Vault still knows it' };
      return { kind: 'done', seen: 'Vault knows no database' };
    },
    async act({ vault, vaultSetup, adoptions }) {
      if (adoptions.vault) for (const role of databaseRoles) await vault.revokeLeases(role);
      else await vault.revokeLeases();
      await vaultSetup.remove(config);
    },
  };
}

async function hasVault({ kubernetes, adoptions }: StackWorld): Promise<boolean> {
  if (adoptions.vault) return true;
  return (await measureServers(kubernetes, 'vault', 'vault')) !== undefined;
}

/** In a Vault that is somebody else's, what has our names and is not ours stays as it is. */
async function assertFree(vault: Vault, connectionUrl: string): Promise<void> {
  const details = (await vault.read(config))?.['connection_details'];
  const { connection_url: known } = z
    .looseObject({ connection_url: z.string().optional() })
    .catch({})
    .parse(details);
  if (known !== undefined && known !== connectionUrl) {
    const because = `its database/config/demo is of another database, so I leave it; rename or remove it`;
    throw new Failure('invalid', { platform: 'vault', what: 'demo', because });
  }
  for (const role of databaseRoles)
    await assertOwn(vault, ['database', 'roles', role], { db_name: 'demo' });
}

function connect(kind: DatabaseKind): Step<StackWorld> {
  return ensure({
    name: 'let Vault make database users',
    after: [stepNames.startDatabase, stepNames.vaultLogins],
    capMs: 2 * 60_000,
    async write({ vaultSetup, identity, adoptions }) {
      const password = await identity.read('database-root', 'password');
      const because = 'the Secret database-root is gone; restore it';
      if (!password) throw new Failure('absent', { platform: 'Kubernetes', because });
      const { port, username } = products[kind];
      const place = { kind, address: `database.database.svc:${port}`, database: 'demo' };
      if (adoptions.vault) await assertFree(vaultSetup, connectionUrlOf(place));
      await prepareDatabase(vaultSetup, { ...place, username, password });
    },
    async look({ vaultSetup }) {
      const isThere = await vaultSetup.has(['database', 'roles', 'worker']);
      if (!isThere) return { kind: 'waiting', seen: 'Vault has no role for the worker yet' };
      return { kind: 'done', seen: 'Vault makes users for the worker' };
    },
  });
}
