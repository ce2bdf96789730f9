import { type Admission, admitToConsul, admitToNomad, description, us } from '../admission.ts';
import type { Part } from '../identity/keyring-entry.ts';
import { readPolicy } from '../read-policy.ts';
import { measureServers } from '../servers.ts';
import { asConsulManager, asNomadManager, type StackWorld } from '../stack-world.ts';
import type { Sight, Step } from '../step.ts';
import { stepNames } from '../step-names.ts';
import { ensure } from '../steps/ensure.ts';
import { hasAcls } from './consul-tokens.ts';

async function termsOf({ identity, home }: StackWorld, rules: string): Promise<Admission> {
  return { rules, home, ca: await identity.ca() };
}

const off: Sight = { kind: 'done', seen: 'ACLs are off' };

/** Gives Hashinetes a way in to Nomad that needs no kept token: what Vault signs is traded for one that ends. */
export async function logInToNomad(deploy: URL, isWithVault: boolean): Promise<Step<StackWorld>> {
  const rules = await readPolicy(deploy, 'nomad', us);
  return ensure({
    name: 'let Hashinetes log in to Nomad',
    after: [stepNames.nomadAcl, ...(isWithVault ? [stepNames.vaultLogins] : [])],
    capMs: 2 * 60_000,
    async write(world) {
      const { acl } = await asNomadManager(world);
      if ((await acl.whoAmI()) === 'without ACLs') return;
      if (isWithVault) await admitToNomad({ acl }, await termsOf(world, rules));
      else await acl.putPolicy(us, description, rules);
    },
    async look(world) {
      const who = await world.nomad.acl.whoAmI();
      if (who === 'without ACLs') return off;
      if (who !== 'client') return { kind: 'waiting', seen: `Nomad takes Hashinetes for ${who}` };
      return { kind: 'done', seen: 'Nomad gives Hashinetes tokens that end' };
    },
  });
}

/** The same for Consul. Where one of the two is not deployed yet, its own deployment comes back to this. */
export async function logInToConsul(
  deploy: URL,
  after: readonly string[],
): Promise<Step<StackWorld>> {
  const rules = await readPolicy(deploy, 'consul', us);
  return ensure({
    name: 'let Hashinetes log in to Consul',
    after,
    capMs: 2 * 60_000,
    async write(world) {
      if (!(await isThere(world, 'consul'))) return;
      const consul = await asConsulManager(world);
      if (!(await hasAcls(consul))) return;
      if (await isThere(world, 'vault')) await admitToConsul(consul, await termsOf(world, rules));
      else await consul.acl.putPolicy({ Name: us, Description: description, Rules: rules });
    },
    async look(world) {
      if (!(await isThere(world, 'consul')))
        return { kind: 'done', seen: 'Consul is not deployed' };
      if (!(await hasAcls(await asConsulManager(world)))) return off;
      await world.consul.acl.whoAmI();
      return { kind: 'done', seen: 'Consul gives Hashinetes tokens that end' };
    },
  });
}

async function isThere({ kubernetes, adoptions }: StackWorld, name: Part): Promise<boolean> {
  if (adoptions[name]) return false; // whoever has it in hand gives the tokens as well
  return (await measureServers(kubernetes, name, name)) !== undefined;
}
