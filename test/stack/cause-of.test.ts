import { expect, it } from 'vitest';
import { Failure, type Facts, type FailureKind } from '../../src/failure.ts';
import { causeOf } from '../../src/stack/cause-of.ts';

const cases: readonly (readonly [FailureKind, Facts, string])[] = [
  ['unready', { platform: 'consul', because: 'No cluster leader' }, 'Consul has no leader'],
  ['unready', { platform: 'nomad', because: 'No cluster leader' }, 'Nomad has no leader'],
  [
    'unready',
    { platform: 'consul', because: 'it has no leader, so what it knows may be old' },
    'Consul has no leader, so what it knows may be old',
  ],
  [
    'unready',
    { platform: 'vault', because: 'none of its servers leads at the moment' },
    "none of Vault's servers leads at the moment",
  ],
  [
    'invalid',
    { platform: 'nomad', because: 'its ACLs were bootstrapped with another token' },
    "Nomad's ACLs were bootstrapped with another token",
  ],
  ['sealed', { platform: 'vault', because: 'Vault is sealed' }, 'Vault is sealed'],
  [
    'forbidden',
    { platform: 'Kubernetes', because: 'I have no right to create pods in the namespace nomad' },
    'I have no right to create pods in the namespace nomad',
  ],
  [
    'absent',
    { platform: 'Kubernetes', because: 'the Secret database-root is gone; restore it' },
    'the Secret database-root is gone; restore it',
  ],
  [
    'forbidden',
    { platform: 'vault', because: 'permission denied' },
    'Vault did not let me: permission denied',
  ],
  [
    'unreachable',
    { platform: 'consul', because: 'its certificate is not trusted (CERT_HAS_EXPIRED)' },
    'I can not reach Consul: its certificate is not trusted (CERT_HAS_EXPIRED)',
  ],
  [
    'unreachable',
    { platform: 'the database', because: 'nothing listens there' },
    'I can not reach the database: nothing listens there',
  ],
  ['late', { platform: 'kubernetes', what: 'apis' }, 'Kubernetes did not answer in time'],
  ['untrusted', { platform: 'nomad' }, 'Nomad does not know me'],
  ['unready', { because: 'its servers do not go away' }, 'its servers do not go away'],
];

it.each(cases)('tells that something is %s as a person would: %j', (kind, facts, said) => {
  expect(causeOf(new Failure(kind, facts))).toBe(said);
});

it.each<FailureKind>([
  'absent',
  'conflict',
  'invalid',
  'unready',
  'unseen',
  'unsent',
  'undeployed',
])('names the platform where %s is all that is known', (kind) => {
  expect(causeOf(new Failure(kind, { platform: 'vault' }))).toMatch(/\bVault\b/);
  expect(causeOf(new Failure(kind, { platform: 'vault' }))).not.toMatch(/: *$|undefined/);
});
