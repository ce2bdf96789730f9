import type { Consul } from '../platforms/consul/consul.ts';
import type { Nomad } from '../platforms/nomad/nomad.ts';
import { claims, issuerOf, keysOf } from '../platforms/vault/sign-identities.ts';

/** The auth method of Nomad and of Consul that trusts what Vault signs; roles and policies are named like us. */
export const method = 'vault';
export const us = 'hashinetes';
/** How long a token of Nomad or of Consul lives. */
export const ttlSeconds = 3_600;

/** Where the servers find Vault, and what its signed tokens call it. */
export const vaultUrl = 'https://vault.vault.svc:8200';

export const description = 'What Hashinetes does by voice';
const common = { Name: method, TokenLocality: 'local', MaxTokenTTL: `${ttlSeconds}s` } as const;
const mapped = { [claims.name]: 'name', [claims.namespace]: 'namespace' };

/** Nobody but our own service account, whoever else may have Vault sign who he is. */
const selectorFor = (home: string): string =>
  `value.name == "${us}" and value.namespace == "${home}"`;

export type Admission = {
  /** What Hashinetes may do, as policy rules. */
  readonly rules: string;
  /** Its namespace in Kubernetes. */
  readonly home: string;
  /** Of Vault. */
  readonly ca: string | undefined;
  /** Where the server finds Vault, if not by the name that Vault calls itself. */
  readonly vaultAt?: string;
};

/** Makes Nomad trade what Vault signs for a token that ends, with this policy, for Hashinetes and nobody else. */
export async function admitToNomad(
  { acl }: Pick<Nomad, 'acl'>,
  { rules, home, ca, vaultAt = vaultUrl }: Admission,
): Promise<void> {
  await acl.putPolicy(us, description, rules);
  await acl.putAuthMethod({
    ...common,
    Type: 'JWT',
    TokenNameFormat: '${value.namespace}/${value.name}',
    Config: {
      JWKSURL: keysOf(vaultAt),
      ...(ca !== undefined && { JWKSCACert: ca }),
      BoundIssuer: [issuerOf(vaultUrl)],
      BoundAudiences: ['nomad'],
      SigningAlgs: ['ES256'],
      ClaimMappings: mapped,
    },
  });
  await acl.putBindingRule({
    AuthMethod: method,
    Description: 'The service account of Hashinetes',
    BindType: 'policy',
    BindName: us,
    Selector: selectorFor(home),
  });
}

/** The same for Consul, which fetches Vault's keys before it agrees. */
export async function admitToConsul(
  { acl }: Pick<Consul, 'acl'>,
  { rules, home, ca, vaultAt = vaultUrl }: Admission,
): Promise<void> {
  await acl.putPolicy({ Name: us, Description: description, Rules: rules });
  await acl.putAuthMethod({
    ...common,
    Type: 'jwt',
    Description: 'Identities that Vault signs',
    Config: {
      JWKSURL: keysOf(vaultAt),
      ...(ca !== undefined && { JWKSCACert: ca }),
      BoundIssuer: issuerOf(vaultUrl),
      BoundAudiences: ['consul'],
      JWTSupportedAlgs: ['ES256'],
      ClaimMappings: mapped,
    },
  });
  await acl.putRole({ Name: us, Policies: [{ Name: us }] });
  await acl.putBindingRule({
    AuthMethod: method,
    BindType: 'role',
    BindName: us,
    Selector: selectorFor(home),
  });
}
