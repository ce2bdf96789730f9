import { createHash } from 'node:crypto';
import type { Consul } from '../../platforms/consul/consul.ts';
import { Failure } from '../../failure.ts';
import type { Secret } from '../../secret.ts';
import type { ReadinessContext } from '../component.ts';
import { obstacleTo } from '../obstacle.ts';
import { readPolicy } from '../read-policy.ts';
import type { StackWorld } from '../stack-world.ts';
import type { Step } from '../step.ts';
import { stepNames } from '../step-names.ts';
import { hasAcls } from './consul-tokens.ts';
import { keysOf } from './nomad-keys.ts';
import { findRegistered } from './nomad-registered.ts';

/** Marks what is ours in a Consul that is somebody else's. */
const mark = 'Hashinetes: ';
const policy = 'hashinetes-nomad-servers';
const drawn = 'nomad-adopted-consul';

/**
 * Makes the token known to an adopted Consul that Nomad's servers were given, with the right to register themselves.
 * Before any of them is started: what the operator's token may not do is told while nothing is done.
 */
export async function admitServers({ deploy, after }: ReadinessContext): Promise<Step<StackWorld>> {
  const Rules = await readPolicy(deploy, 'consul', 'nomad-beside');
  let isWritten = false;
  return {
    name: stepNames.admitNomad,
    after,
    capMs: 30_000,
    async look(world) {
      const { consul } = world;
      const cause = await obstacleTo(world.adoptions.consul);
      if (cause !== undefined) return { kind: 'failed', cause };
      const strangers = await strangersIn(world); // a pod that went is listed for a moment
      if (strangers !== undefined) return { kind: 'waiting', seen: strangers };
      if (!(await hasAcls(consul))) return { kind: 'done', seen: 'ACLs are off' };
      if (!isWritten) return { kind: 'waiting', seen: 'not written yet' };
      await consul.as(await readToken(world)).acl.whoAmI();
      return { kind: 'done', seen: 'Consul knows the token of Nomad' };
    },
    async act(world) {
      await naming(world, () => write(world, Rules));
      isWritten = true;
    },
  };
}

async function write(world: StackWorld, Rules: string): Promise<void> {
  const { consul } = world;
  await assertFree(world);
  const SecretID = await readToken(world);
  await putPolicy(consul, { Name: policy, Description: 'Nomad servers', Rules });
  await consul.acl.putToken({
    AccessorID: accessorOf(SecretID),
    SecretID,
    Description: `${mark}Nomad servers`,
    Policies: [{ Name: policy }],
  });
}

/** Consul names the first right that is missing: what all of it takes is said as well. */
async function naming({ adoptions }: StackWorld, deed: () => Promise<void>): Promise<void> {
  try {
    await deed();
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'forbidden') throw error;
    const token = adoptions.consul?.tokenIn ?? 'CONSUL_HTTP_TOKEN';
    const because = `${error.facts['because']}; the token in ${token} needs acl = "write"`;
    throw new Failure('forbidden', { ...error.facts, because }, { cause: error });
  }
}

/** The token goes with the Secret that held it: nobody could show it any more. */
export function dismissServers(after: readonly string[]): Step<StackWorld> {
  return {
    name: 'let Consul forget the token of Nomad',
    after,
    capMs: 60_000,
    async look(world) {
      const token = await world.identity.read(drawn, 'token');
      if (!token || !(await hasAcls(world.consul)))
        return { kind: 'done', seen: 'there is no token' };
      const isKnown = await knows(world.consul, token);
      return isKnown
        ? { kind: 'waiting', seen: 'Consul still knows it' }
        : { kind: 'done', seen: 'Consul does not know it' };
    },
    async act({ consul, identity }) {
      const token = await identity.read(drawn, 'token');
      if (token) await consul.acl.removeToken(accessorOf(token));
    },
  };
}

/** What the trust in Nomad is going to be called, so that it is not found out to be taken when Nomad runs already. */
export const trustNames = {
  method: 'nomad-workloads',
  policy: 'nomad-tasks',
  role: 'nomad-default-tasks',
} as const;

async function assertFree({ consul: { acl }, nomadUrl }: StackWorld): Promise<void> {
  await assertOurs(acl, 'policy', trustNames.policy);
  await assertOurs(acl, 'role', trustNames.role);
  await assertOurKeys(acl, nomadUrl);
}

/** An auth method that trusts another Nomad stays as it is. */
export async function assertOurKeys(acl: Consul['acl'], nomadUrl: string): Promise<void> {
  const url = await acl.keysUrlOf(trustNames.method);
  if (url === undefined || url === keysOf(nomadUrl)) return;
  const because = `its auth method ${trustNames.method} trusts another Nomad, ${url}, so I leave it`;
  throw new Failure('invalid', { platform: 'consul', what: trustNames.method, because });
}

/** What is there by that name and is not ours is somebody's: it stays as it is, and a person has to decide. */
export async function putPolicy(
  { acl }: Consul,
  policyOf: { readonly Name: string; readonly Description: string; readonly Rules: string },
): Promise<void> {
  await assertOurs(acl, 'policy', policyOf.Name);
  await acl.putPolicy({ ...policyOf, Description: `${mark}${policyOf.Description}` });
}

/** The same for a role. */
export async function putRole({ acl }: Consul, Name: string, policyName: string): Promise<void> {
  await assertOurs(acl, 'role', Name);
  const Description = `${mark}Tasks of Nomad jobs`;
  await acl.putRole({ Name, Description, Policies: [{ Name: policyName }] });
}

async function assertOurs(
  acl: Consul['acl'],
  kind: 'policy' | 'role',
  name: string,
): Promise<void> {
  const description = await acl.describe(kind, name);
  if (description === undefined || description.startsWith(mark)) return;
  const because = `it has a ${kind} ${name} that is not mine, so I leave it; rename or remove it`;
  throw new Failure('invalid', { platform: 'consul', what: name, because });
}

/** Whoever joined another cluster's servers, or was taken for one of them, would break both. */
async function strangersIn(world: StackWorld): Promise<string | undefined> {
  const { strangers } = await findRegistered(world);
  if (strangers.length === 0) return undefined;
  const all = strangers.join(' and ');
  return `Consul lists servers of another Nomad already, at ${all}; set NOMAD_ADDR to use that one`;
}

async function readToken({ identity }: StackWorld): Promise<Secret> {
  const token = await identity.read(drawn, 'token');
  if (token) return token;
  const because = `the Secret ${drawn} is gone`;
  throw new Failure('absent', { platform: 'Kubernetes', what: drawn, because });
}

async function knows(consul: Consul, token: Secret): Promise<boolean> {
  try {
    await consul.as(token).acl.whoAmI();
    return true;
  } catch (error) {
    if (error instanceof Failure && error.kind === 'forbidden') return false;
    throw error;
  }
}

/** Names a token in lists and opens nothing; another token has another. */
function accessorOf(token: Secret): string {
  const digest = createHash('sha256').update(`hashinetes/nomad/${token.reveal()}`).digest('hex');
  return digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
