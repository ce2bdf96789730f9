import type { AuthMethod, BindingRule } from '../../platforms/consul/acl.ts';
import { trustNomad, trustsNomad } from '../../platforms/vault/trust.ts';
import type { Vault } from '../../platforms/vault/vault.ts';
import { readPolicy } from '../read-policy.ts';
import { asConsulManager, type StackWorld } from '../stack-world.ts';
import type { Sight, Step } from '../step.ts';
import { stepNames } from '../step-names.ts';
import { ensure } from '../steps/ensure.ts';
import { assertOurKeys, putPolicy, putRole, trustNames } from './consul-admission.ts';
import { keysOf, nomadUrl as inCluster } from './nomad-keys.ts';
import { hasAcls } from './consul-tokens.ts';
import { assertOwnTrust, writeOwnPolicy } from './vault-adopted.ts';

const jwksUrl = keysOf(inCluster);
const workloads = trustNames.method;
const tasks = trustNames.policy;

/** Lets Nomad's tasks log in to Vault with the identities that Nomad signs. */
export async function trustInVault(deploy: URL): Promise<Step<StackWorld>> {
  const policy = await readPolicy(deploy, 'vault', workloads);
  return ensure({
    name: stepNames.vaultTrust,
    after: [stepNames.vaultLogins, stepNames.nomadKeys],
    capMs: 2 * 60_000,
    async write({ vault, vaultSetup, identity }) {
      const [jwksCa, { sealType }] = await Promise.all([identity.ca(), vault.status()]);
      const isOpenBao = sealType === 'static'; // HashiCorp's has no such seal
      await trustNomad(vaultSetup, {
        jwksUrl,
        policy,
        isOpenBao,
        ...(jwksCa !== undefined && { jwksCa }),
      });
    },
    look: ({ vaultSetup }) => seeTrust(vaultSetup),
  });
}

/** The same in a Vault that was given by address, where what is not ours stays as it is. */
export async function trustInAdoptedVault(deploy: URL): Promise<Step<StackWorld>> {
  const policy = await readPolicy(deploy, 'vault', workloads);
  return ensure({
    name: stepNames.vaultTrust,
    after: [stepNames.vaultRights, stepNames.nomadKeys],
    capMs: 60_000,
    async write({ vault, identity, nomadUrl }) {
      await assertOwnTrust(vault, nomadUrl);
      const ours = { ...vault, writePolicy: writeOwnPolicy.bind(undefined, vault) };
      const jwksCa = await identity.ca();
      await trustNomad(ours, {
        jwksUrl: keysOf(nomadUrl),
        policy,
        ...(jwksCa !== undefined && { jwksCa }),
      });
    },
    look: ({ vault }) => seeTrust(vault),
  });
}

async function seeTrust(vault: Vault): Promise<Sight> {
  if (!(await trustsNomad(vault)))
    return { kind: 'waiting', seen: 'Vault has no role for tasks yet' };
  return { kind: 'done', seen: 'Vault takes the identities that Nomad signs' };
}

const mapped = ['nomad_namespace', 'nomad_job_id', 'nomad_task', 'nomad_service'];

function methodWith(JWKSURL: string, jwksCa: string | undefined): AuthMethod {
  return {
    Name: workloads,
    Type: 'jwt',
    Description: 'Workload identities that Nomad signs',
    TokenLocality: 'local',
    Config: {
      JWKSURL,
      ...(jwksCa !== undefined && { JWKSCACert: jwksCa }),
      JWTSupportedAlgs: ['RS256'],
      BoundAudiences: ['consul.io'],
      ClaimMappings: Object.fromEntries(mapped.map((claim) => [claim, claim])),
    },
  };
}

const rules: readonly BindingRule[] = [
  {
    AuthMethod: workloads,
    BindType: 'service',
    BindName: '${value.nomad_service}',
    Selector: '"nomad_service" in value',
  },
  {
    AuthMethod: workloads,
    BindType: 'role',
    BindName: 'nomad-${value.nomad_namespace}-tasks',
    Selector: '"nomad_service" not in value',
  },
];

/** The same in Consul: services register as themselves, tasks read what is there. */
export async function trustInConsul(deploy: URL): Promise<Step<StackWorld>> {
  const Rules = await readPolicy(deploy, 'consul', tasks);
  return ensure({
    name: stepNames.consulTrust,
    after: [stepNames.consulTokens, stepNames.nomadKeys],
    capMs: 2 * 60_000,
    async write(world) {
      const manager = await asConsulManager(world);
      if (!(await hasAcls(manager))) return;
      const { acl } = manager;
      await acl.putAuthMethod(methodWith(jwksUrl, await world.identity.ca()));
      await acl.putPolicy({ Name: tasks, Rules });
      await acl.putRole({ Name: trustNames.role, Policies: [{ Name: tasks }] });
      for (const rule of rules) await acl.putBindingRule(rule);
    },
    look: seeConsulTrust,
  });
}

/** The same in a Consul that was given by address, where what is not ours stays as it is. */
export async function trustInAdoptedConsul(deploy: URL): Promise<Step<StackWorld>> {
  const Rules = await readPolicy(deploy, 'consul', tasks);
  return ensure({
    name: stepNames.consulTrust,
    after: [stepNames.admitNomad, stepNames.nomadKeys],
    capMs: 60_000,
    async write({ consul, identity, nomadUrl }) {
      if (!(await hasAcls(consul))) return;
      await assertOurKeys(consul.acl, nomadUrl);
      await putPolicy(consul, { Name: tasks, Description: 'Tasks of Nomad jobs', Rules });
      await putRole(consul, trustNames.role, tasks);
      await consul.acl.putAuthMethod(methodWith(keysOf(nomadUrl), await identity.ca()));
      for (const rule of rules) await consul.acl.putBindingRule(rule);
    },
    look: seeConsulTrust,
  });
}

async function seeConsulTrust(world: StackWorld): Promise<Sight> {
  const isEnforced = await hasAcls(await asConsulManager(world));
  const seen = isEnforced ? 'Consul takes the identities that Nomad signs' : 'ACLs are off';
  return { kind: 'done', seen };
}
