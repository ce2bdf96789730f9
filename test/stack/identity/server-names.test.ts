import { expect, it } from 'vitest';
import { serverNames } from '../../../src/stack/identity/server-names.ts';

it.each([
  ['consul', 'server.dc1.consul'],
  ['nomad', 'server.global.nomad'],
  ['nomad-client', 'client.global.nomad'],
] as const)('names the role that %s verifies first', (bearer, role) => {
  expect(serverNames(bearer)[0]).toBe(role);
});

it('never lets a client pass for a server', () => {
  expect(serverNames('nomad-client')).not.toContain('server.global.nomad');
});

it.each([
  ['consul', ['consul.consul.svc', 'consul-4-peer.consul.svc', 'consul.service.consul']],
  [
    'nomad',
    ['nomad.nomad.svc', 'nomad-0-peer.nomad.svc.cluster.local', '*.nomad-internal.nomad.svc'],
  ],
  [
    'vault',
    [
      'vault.vault.svc',
      'vault-active.vault.svc',
      '*.vault-internal.vault.svc',
      'vault-0-peer.vault.svc',
      'vault.service.consul',
    ],
  ],
  ['database', ['database.database.svc']],
] as const)('covers every name by which %s is reached', (bearer, expected) => {
  expect(serverNames(bearer)).toEqual(
    expect.arrayContaining([...expected, 'localhost', '127.0.0.1', '::1']),
  );
});

it('follows the domain of the cluster', () => {
  expect(serverNames('nomad', { clusterDomain: 'example.internal' })).toContain(
    'nomad.nomad.svc.example.internal',
  );
  expect(serverNames('nomad', { clusterDomain: 'example.internal' }).join()).not.toContain(
    'cluster.local',
  );
});
