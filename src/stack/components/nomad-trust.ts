import type { AuthMethod, BindingRule } from '../../platforms/consul/acl.ts';
import { trustNomad } from '../../platforms/vault/trust.ts';
import { readPolicy } from '../read-policy.ts';
import { asConsulManager, type StackWorld } from '../stack-world.ts';
import type { Step } from '../step.ts';
import { stepNames } from '../step-names.ts';
import { ensure } from '../steps/ensure.ts';
import { hasAcls } from './consul-tokens.ts';

const jwksUrl = 'https://nomad.nomad.svc:4646/.well-known/jwks.json';
const workloads = 'nomad-workloads';
const tasks = 'nomad-tasks';

/** Lets Nomad's tasks log in to Vault with the identities that Nomad signs. */
export async function trustInVault(deploy: URL): Promise<Step<StackWorld>> {
  const policy = await readPolicy(deploy, 'vault', workloads);
  return ensure({
    name: 'let Vault trust Nomad',
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
    async look({ vaultSetup }) {
      const isThere = await vaultSetup.has(['auth', 'jwt-nomad', 'role', workloads]);
      if (!isThere) return { kind: 'waiting', seen: 'Vault has no role for tasks yet' };
      return { kind: 'done', seen: 'Vault takes the identities that Nomad signs' };
    },
  });
}

const mapped = ['nomad_namespace', 'nomad_job_id', 'nomad_task', 'nomad_service'];

function methodWith(jwksCa: string | undefined): AuthMethod {
  return {
    Name: workloads,
    Type: 'jwt',
    Description: 'Workload identities that Nomad signs',
    TokenLocality: 'local',
    Config: {
      JWKSURL: jwksUrl,
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
    name: 'let Consul trust Nomad',
    after: [stepNames.consulTokens, stepNames.nomadKeys],
    capMs: 2 * 60_000,
    async write(world) {
      const { acl } = await asConsulManager(world);
      if (!(await hasAcls(await asConsulManager(world)))) return;
      await acl.putAuthMethod(methodWith(await world.identity.ca()));
      await acl.putPolicy({ Name: tasks, Rules });
      await acl.putRole({ Name: 'nomad-default-tasks', Policies: [{ Name: tasks }] });
      for (const rule of rules) await acl.putBindingRule(rule);
    },
    async look(world) {
      const isEnforced = await hasAcls(await asConsulManager(world));
      const seen = isEnforced ? 'Consul takes the identities that Nomad signs' : 'ACLs are off';
      return { kind: 'done', seen };
    },
  });
}
