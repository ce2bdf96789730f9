import { Failure } from '../../failure.ts';
import type { Vault } from './vault.ts';

export type KubernetesTrust = {
  /** Of the API server. In a pod Vault uses its own, rotated token to ask for reviews. */
  readonly host: string;
  /** For a Vault that does not run in that cluster. Without a reviewer's token, a token reviews itself. */
  readonly outside?: { readonly ca: string; readonly reviewerJwt?: string };
};

/** Lets Vault ask Kubernetes whose token it was given. */
export async function trustKubernetes(
  vault: Vault,
  { host, outside }: KubernetesTrust,
): Promise<void> {
  await vault.enableAuth('kubernetes', 'kubernetes');
  await vault.write(['auth', 'kubernetes', 'config'], {
    kubernetes_host: host,
    ...(outside && { disable_local_ca_jwt: true, kubernetes_ca_cert: outside.ca }),
    ...(outside?.reviewerJwt !== undefined && { token_reviewer_jwt: outside.reviewerJwt }),
  });
}

export type ServiceAccountRole = {
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** A token that was made for anybody else is refused. */
  readonly audience: string;
  readonly policy: string;
  readonly ttl?: string;
  readonly maxTtl?: string;
};

/** What one service account may do in Vault: a policy and a role of the same name. */
export async function admitServiceAccount(vault: Vault, role: ServiceAccountRole): Promise<void> {
  const { name, namespace, serviceAccount, audience, policy, ttl = '10m', maxTtl = '1h' } = role;
  await vault.writePolicy(name, policy);
  await vault.write(['auth', 'kubernetes', 'role', name], {
    bound_service_account_names: [serviceAccount],
    bound_service_account_namespaces: [namespace],
    audience,
    token_policies: [name],
    token_ttl: ttl,
    token_max_ttl: maxTtl,
  });
}

export type NomadTrust = {
  readonly jwksUrl: string;
  readonly jwksCa?: string;
  /** OpenBao takes a URL that nobody answers yet; Vault has to reach it first. */
  readonly isOpenBao?: boolean;
  /** What a task may do, with ACCESSOR for that of the mount; without one, read what is its own. */
  readonly policy?: string;
};

const workloads = 'nomad-workloads';
const rolePath = ['auth', 'jwt-nomad', 'role', workloads];

/**
 * Lets Nomad's tasks log in with their workload identities and read what lies under their own namespace and job.
 * @see https://developer.hashicorp.com/nomad/docs/secure/vault/acl
 */
export async function trustNomad(vault: Vault, trust: NomadTrust): Promise<void> {
  const { jwksUrl, jwksCa, isOpenBao = false, policy } = trust;
  await vault.enableEngine('secret', 'kv', { version: '2' });
  await vault.enableAuth('jwt-nomad', 'jwt');
  await vault.write(['auth', 'jwt-nomad', 'config'], {
    jwks_url: jwksUrl,
    ...(jwksCa !== undefined && { jwks_ca_pem: jwksCa }),
    jwt_supported_algs: ['RS256', 'EdDSA'],
    default_role: workloads,
    ...(isOpenBao && { skip_jwks_validation: true }),
  });
  const mount = (await vault.auths()).find(({ path }) => path === 'jwt-nomad');
  if (!mount) throw new Failure('absent', { platform: 'vault', what: 'jwt-nomad' });
  const hcl = policy?.replaceAll('ACCESSOR', mount.accessor) ?? policyFor(mount.accessor);
  await vault.writePolicy(workloads, hcl);
  await vault.write(rolePath, {
    role_type: 'jwt',
    bound_audiences: ['vault.io'],
    user_claim: '/nomad_job_id',
    user_claim_json_pointer: true,
    claim_mappings: {
      nomad_namespace: 'nomad_namespace',
      nomad_job_id: 'nomad_job_id',
      nomad_task: 'nomad_task',
    },
    token_type: 'service',
    token_period: '30m',
    token_policies: [workloads],
  });
}

/** Whether Vault has the role as which Nomad's tasks log in. */
export function trustsNomad(vault: Vault): Promise<boolean> {
  return vault.has(rolePath);
}

function policyFor(accessor: string): string {
  const own = (key: string): string => `{{identity.entity.aliases.${accessor}.metadata.${key}}}`;
  const place = `${own('nomad_namespace')}/${own('nomad_job_id')}`;
  return [`secret/data/${place}`, `secret/data/${place}/*`]
    .map((path) => `path "${path}" {\n  capabilities = ["read"]\n}\n`)
    .join('\n');
}
