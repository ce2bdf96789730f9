import { Failure } from '../../failure.ts';
import { type Measure, tlsOf } from '../clause.ts';
import type { Component, RecipeContext } from '../component.ts';
import { isAway } from '../is-away.ts';
import { measureServers } from '../servers.ts';
import type { StackWorld } from '../stack-world.ts';
import type { Step } from '../step.ts';
import { stepNames } from '../step-names.ts';
import { ensure } from '../steps/ensure.ts';
import { startServers } from '../steps/start-servers.ts';
import { listShut } from '../vault-pods.ts';
import { logInToConsul } from './own-login.ts';
import { initialise, unsealNew } from './vault-init.ts';
import { admitKubernetes } from './vault-logins.ts';
import { admitWorker, checkRights } from './vault-adopted.ts';
import { giveUpRoot } from './vault-root.ts';

export type VaultFlavour = 'openbao' | 'hashicorp';

const unsealed: Measure = {
  about: 'unsealed',
  async look({ vault }) {
    const { isInitialized, isSealed: isClosed } = await vault.status();
    if (!isInitialized) return { isSo: false, seen: 'it is not initialised' };
    return { isSo: !isClosed, seen: isClosed ? 'it is sealed' : 'it is unsealed' };
  },
};

/** Vault servers on Kubernetes: OpenBao, or HashiCorp's. */
export function createVaultComponent(flavour: VaultFlavour = 'openbao'): Component {
  return {
    name: 'vault',
    title: 'Vault',
    needs: [],
    recipe: {
      folders: ['vault', `vault-${flavour}`],
      statefulSet: 'vault',
      steps: (context) => stepsOf(flavour, context),
      scaling: {
        raft: ({ vaultSetup }) => Promise.resolve(vaultSetup.raft),
        needsFreshVolumes: true,
        admit: unsealNew,
      },
      last: (before) => [giveUpRoot(before.map(({ name }) => name))],
    },
    measure: ({ kubernetes }) => measureServers(kubernetes, 'vault', 'vault'),
    shut: ({ kubernetes }) => listShut(kubernetes),
    clauses: [tlsOf('vault'), unsealed],
    async leader({ vault }) {
      try {
        return (await vault.status()).leader;
      } catch (error) {
        if (isAway(error) || saysSealed(error)) return undefined;
        throw error;
      }
    },
  };
}

function saysSealed(error: unknown): boolean {
  return error instanceof Failure && error.kind === 'sealed';
}

/** A Vault given by address. How many servers it has is not shown to everybody, so it counts as one. */
export const adoptedVault: Component = {
  ...createVaultComponent(),
  recipe: undefined,
  shut: () => Promise.resolve([]),
  async readiness(context) {
    const { has } = context;
    if (!has('nomad') && !has('database')) return [];
    const rights = checkRights(context);
    const logins = has('database') && (await admitWorker({ ...context, after: [rights.name] }));
    return [rights, ...(logins ? [logins] : [])];
  },
  async measure({ vault }) {
    const { isSealed: isClosed } = await vault.status();
    return { wanted: 1, ready: isClosed ? 0 : 1, isRolledOut: !isClosed, trouble: undefined };
  },
};

async function stepsOf(
  flavour: VaultFlavour,
  context: RecipeContext,
): Promise<readonly Step<StackWorld>[]> {
  const start = startServers({
    name: stepNames.startVault,
    after: [stepNames.initialiseVault],
    statefulSet: 'vault',
    namespace: 'vault',
    sizeOf: context.sizeOf,
    meanwhile: unsealNew,
  });
  const audit = flavour === 'hashicorp' ? [turnOnAudit([start.name])] : [];
  const before = [start, ...audit].map(({ name }) => name);
  const logins = await admitKubernetes(context.deploy, before);
  const local = [initialise(context), start, join(context), ...audit, logins];
  if (context.isAdopted('consul')) return local;
  const consul = await logInToConsul(context.deploy, [
    logins.name,
    ...(context.has('consul') ? [stepNames.consulTokens] : []),
  ]);
  return [...local, consul];
}

/** What follows is then on record. OpenBao declares it in its configuration instead. */
function turnOnAudit(after: readonly string[]): Step<StackWorld> {
  return ensure({
    name: 'turn on the audit of Vault',
    after,
    capMs: 2 * 60_000,
    write: ({ vaultSetup }) => vaultSetup.enableAudit(),
    look: () =>
      Promise.resolve({ kind: 'done', seen: 'every request to Vault is on its standard output' }),
  });
}

function join({ sizeOf }: RecipeContext): Step<StackWorld> {
  return {
    name: 'join the Vault servers',
    after: [stepNames.startVault],
    capMs: 3 * 60_000,
    isPatient: true,
    async look(world) {
      const [servers, nodes, { leader }] = await Promise.all([
        sizeOf(world),
        world.vaultSetup.raft.peers(),
        world.vault.status(),
      ]);
      const voters = nodes.filter(({ isVoter }) => isVoter).length;
      const seen = `${voters} of ${servers} Vault servers vote`;
      if (leader === undefined) return { kind: 'waiting', seen: `${seen}, and none leads` };
      return { kind: voters >= servers ? 'done' : 'waiting', seen: `${seen}, ${leader} leads` };
    },
  };
}
