import { Failure } from '../../failure.ts';
import { admitServiceAccount, trustKubernetes } from '../../platforms/vault/trust.ts';
import type { Vault } from '../../platforms/vault/vault.ts';
import type { ReadinessContext } from '../component.ts';
import { obstacleTo } from '../obstacle.ts';
import { readPolicy } from '../read-policy.ts';
import type { StackWorld } from '../stack-world.ts';
import type { Step } from '../step.ts';
import { stepNames } from '../step-names.ts';
import { keysOf } from './nomad-keys.ts';

type Right = readonly [capability: 'create' | 'read' | 'update' | 'sudo', path: string];

const common: readonly Right[] = [
  ['read', 'sys/auth'],
  ['read', 'sys/mounts'],
];

/** What is done at an adopted Vault for each component that is deployed beside it. */
const rights = {
  nomad: [
    ['sudo', 'sys/auth/jwt-nomad'],
    ['update', 'sys/auth/jwt-nomad'],
    ['read', 'auth/jwt-nomad/config'],
    ['update', 'auth/jwt-nomad/config'],
    ['read', 'auth/jwt-nomad/role/nomad-workloads'],
    ['update', 'auth/jwt-nomad/role/nomad-workloads'],
    ['read', 'sys/policies/acl/nomad-workloads'],
    ['update', 'sys/policies/acl/nomad-workloads'],
    ['update', 'sys/mounts/secret'],
  ],
  database: [
    ['sudo', 'sys/auth/kubernetes'],
    ['update', 'sys/auth/kubernetes'],
    ['read', 'auth/kubernetes/config'],
    ['update', 'auth/kubernetes/config'],
    ['read', 'auth/kubernetes/role/worker'],
    ['update', 'auth/kubernetes/role/worker'],
    ['read', 'sys/policies/acl/worker'],
    ['update', 'sys/policies/acl/worker'],
    ['update', 'sys/mounts/database'],
    ['read', 'database/config/demo'],
    ['update', 'database/config/demo'],
    ['update', 'database/rotate-root/demo'],
    ['read', 'database/roles/worker'],
    ['read', 'database/roles/observer'],
    ['update', 'database/roles/worker'],
    ['update', 'database/roles/observer'],
  ],
} as const satisfies Readonly<Record<string, readonly Right[]>>;

/** What a person mounted beforehand needs not be mounted by us: the rights for that are not missed. */
const mounts: Readonly<Record<string, readonly [table: string, mount: string]>> = {
  'sys/auth/jwt-nomad': ['auth', 'jwt-nomad/'],
  'sys/auth/kubernetes': ['auth', 'kubernetes/'],
  'auth/kubernetes/config': ['auth', 'kubernetes/'],
  'sys/mounts/secret': ['mounts', 'secret/'],
  'sys/mounts/database': ['mounts', 'database/'],
};

/** Asks an adopted Vault beforehand whether all that will be done there may be done, and names what may not. */
export function checkRights({ has, after }: ReadinessContext): Step<StackWorld> {
  const wanted: readonly Right[] = [
    ...common,
    ...(has('nomad') ? rights.nomad : []),
    ...(has('database') ? rights.database : []),
  ];
  return {
    name: stepNames.vaultRights,
    after,
    capMs: 60_000,
    async look({ vault, adoptions, nomadUrl }) {
      const { vault: adopted } = adoptions;
      const cause = await obstacleTo(adopted);
      if (cause !== undefined) return { kind: 'failed', cause };
      const missing = await findMissing(vault, wanted);
      const [first, ...others] = missing;
      if (first === undefined) {
        if (has('nomad')) await assertOwnTrust(vault, nomadUrl);
        if (has('database')) await assertOwnPolicy(vault, account.name);
        return { kind: 'done', seen: `${wanted.length} are granted` };
      }
      const more = others.length === 0 ? '' : `, nor ${others.join(', nor ')}`;
      const token = `the token in ${adopted?.tokenIn ?? 'VAULT_TOKEN'}`;
      return { kind: 'failed', cause: `Vault does not let ${token} ${first}${more}` };
    },
  };
}

async function findMissing(vault: Vault, wanted: readonly Right[]): Promise<readonly string[]> {
  const granted = await vault.capabilities([...new Set(wanted.map(([, path]) => path))]);
  const may = ([capability, path]: Right): boolean => {
    const all = granted[path] ?? [];
    return all.includes('root') || all.includes(capability);
  };
  const refused = wanted.filter((right) => !may(right));
  if (refused.length === 0) return [];
  const needed = await Promise.all(
    refused.map(async ([, path]) => {
      const [table, mount] = mounts[path] ?? [];
      if (table === undefined || mount === undefined || !may(['read', `sys/${table}`])) return true;
      return !Object.keys((await vault.read(['sys', table])) ?? {}).includes(mount);
    }),
  );
  return refused.filter((_right, at) => needed[at]).map((right) => right.join(' '));
}

/** Stands before every policy of ours in a Vault that is somebody else's. */
const mark = '# Kept by Hashinetes.\n';

/** What is there by that name and is not ours is somebody's: it stays as it is, and a person has to decide. */
export async function writeOwnPolicy(vault: Vault, name: string, hcl: string): Promise<void> {
  await assertOwnPolicy(vault, name);
  await vault.writePolicy(name, `${mark}${hcl}`);
}

async function assertOwnPolicy(vault: Vault, name: string): Promise<void> {
  const there = (await vault.read(['sys', 'policies', 'acl', name]))?.['policy'];
  if (typeof there === 'string' && !there.startsWith(mark)) throw takenBy('a policy', name);
}

/** The trust in Nomad is ours, or there is none yet. */
export async function assertOwnTrust(vault: Vault, nomadUrl: string): Promise<void> {
  await assertOwnPolicy(vault, 'nomad-workloads');
  const isThere = (await vault.auths()).some(({ path }) => path === 'jwt-nomad');
  const jwks_url = keysOf(nomadUrl);
  if (isThere) await assertOwn(vault, ['auth', 'jwt-nomad', 'config'], { jwks_url });
}

/** Of a role, a connection or a configuration: what of it tells whose it is. */
export async function assertOwn(
  vault: Vault,
  path: readonly string[],
  tells: Readonly<Record<string, unknown>>,
): Promise<void> {
  const there = await vault.read(path);
  if (!there) return;
  const isOurs = Object.entries(tells).every(
    ([key, value]) => JSON.stringify(there[key]) === JSON.stringify(value),
  );
  if (!isOurs) throw takenBy('an entry', path.join('/'));
}

function takenBy(kind: string, name: string): Failure {
  const because = `it has ${kind} ${name} that is not mine, so I leave it; rename or remove it`;
  return new Failure('invalid', { platform: 'vault', what: name, because });
}

const account = { namespace: 'database', name: 'worker' };
const audience = 'vault';

/**
 * Lets the worker in by its service account. A Kubernetes login that is there already is used as it is; one of our own
 * asks the cluster by the name that pods know. Only a login shows whether either can.
 */
export async function admitWorker({ deploy, after }: ReadinessContext): Promise<Step<StackWorld>> {
  const policy = await readPolicy(deploy, 'vault', 'worker');
  let isWritten = false;
  return {
    name: stepNames.vaultLogins,
    after,
    capMs: 60_000,
    async look(world) {
      if (!isWritten) return { kind: 'waiting', seen: 'not written yet' };
      return logInAsWorker(world);
    },
    async act({ vault }) {
      const role = ['auth', 'kubernetes', 'role', 'worker'];
      const bound = {
        bound_service_account_names: [account.name],
        bound_service_account_namespaces: [account.namespace],
      };
      if (!(await isMounted(vault)))
        await trustKubernetes(vault, { host: 'https://kubernetes.default.svc' }).catch(toOutside);
      await assertOwn(vault, role, bound);
      const ours: Vault = { ...vault, writePolicy: (...given) => writeOwnPolicy(vault, ...given) };
      const { namespace, name: serviceAccount } = account;
      await admitServiceAccount(ours, {
        name: 'worker',
        namespace,
        serviceAccount,
        audience,
        policy,
      });
      isWritten = true;
    },
  };
}

/** A Vault that is in no pod has no token and no CA of this cluster to ask it with. */
function toOutside(cause: unknown): never {
  if (!(cause instanceof Failure) || !/no such file/.test(String(cause.facts['because'])))
    throw cause;
  const because =
    'it runs outside this cluster, and can not ask it who the worker is; set up its auth/kubernetes beforehand';
  throw new Failure('invalid', { platform: 'vault', because }, { cause });
}

async function isMounted(vault: Vault): Promise<boolean> {
  const isThere = (await vault.auths()).some(({ path }) => path === 'kubernetes');
  return isThere && vault.has(['auth', 'kubernetes', 'config']);
}

async function logInAsWorker({ issueToken, vault }: StackWorld): ReturnType<Step['look']> {
  let jwt;
  try {
    jwt = await issueToken(account, audience);
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'forbidden') throw error;
    const seen = 'Vault has a role for the worker; whether it is let in was not tried';
    return { kind: 'done', seen: `${seen}, for Hashinetes may not issue its token` };
  }
  try {
    const { token } = await vault.login('worker', jwt);
    await vault.as(token).revokeSelf();
    return { kind: 'done', seen: 'Vault lets the worker in' };
  } catch (error) {
    if (!(error instanceof Failure) || !['forbidden', 'invalid'].includes(error.kind)) throw error;
    const { because = error.kind } = error.facts;
    const remedy = 'let its auth/kubernetes ask this cluster for token reviews';
    return { kind: 'failed', cause: `Vault does not let the worker in: ${because}; ${remedy}` };
  }
}
