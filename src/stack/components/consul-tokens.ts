import { createHash } from 'node:crypto';
import { Failure } from '../../failure.ts';
import type { Consul } from '../../platforms/consul/consul.ts';
import type { Secret } from '../../secret.ts';
import { readPolicy } from '../read-policy.ts';
import { asConsulManager, type StackWorld } from '../stack-world.ts';
import { stepNames } from '../step-names.ts';
import type { Step } from '../step.ts';
import { ensure } from '../steps/ensure.ts';

/** Each a policy in `deploy/consul/policies` and a value in the Secret consul-identity. */
const names = ['agent', 'dns', 'nomad-server', 'nomad-client', 'catalog-sync'] as const;

/** Makes the tokens known that were drawn before Consul started, and sees that each is accepted. */
export async function giveTokens(deploy: URL, after: readonly string[]): Promise<Step<StackWorld>> {
  const rules = await Promise.all(names.map((name) => readPolicy(deploy, 'consul', name)));
  return ensure({
    name: stepNames.consulTokens,
    after,
    capMs: 60_000,
    async write(world) {
      const consul = await asConsulManager(world);
      if (!(await hasAcls(consul))) return;
      await Promise.all(
        names.map(async (name, index) => {
          const Description = `Hashinetes: ${name}`;
          await consul.acl.putPolicy({ Name: name, Description, Rules: rules[index] ?? '' });
          const SecretID = await read(world, name);
          const AccessorID = accessorOf(name);
          await consul.acl.putToken({
            AccessorID,
            SecretID,
            Description,
            Policies: [{ Name: name }],
          });
        }),
      );
    },
    async look(world) {
      const consul = await asConsulManager(world);
      if (!(await hasAcls(consul))) return { kind: 'done', seen: 'ACLs are off' };
      const known = await Promise.all(
        names.map(async (name) => consul.as(await read(world, name)).acl.whoAmI()),
      );
      return { kind: 'done', seen: `Consul knows ${known.length} tokens` };
    },
  });
}

/** Without ACLs there are no tokens either, and everybody may do everything. */
export async function hasAcls(consul: Consul): Promise<boolean> {
  try {
    await consul.acl.whoAmI();
    return true;
  } catch (error) {
    const because = error instanceof Failure ? String(error.facts['because'] ?? '') : '';
    if (because.includes('ACL support disabled')) return false;
    throw error;
  }
}

async function read({ identity }: StackWorld, name: string): Promise<Secret> {
  const secret = await identity.read('consul-identity', name);
  if (secret) return secret;
  const because = `the Secret consul-identity has no ${name}`;
  throw new Failure('absent', { platform: 'Kubernetes', what: name, because });
}

/** Tells a token in lists, always the same for a name; it opens nothing. */
function accessorOf(name: string): string {
  const digest = createHash('sha256').update(`hashinetes/consul/${name}`).digest('hex');
  return digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
