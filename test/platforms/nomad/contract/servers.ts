import { describe, expect, test } from 'vitest';
import type { Subject } from '../subject.ts';

export function describeServers({ nomad, raw }: Subject): void {
  describe('servers', () => {
    test('name their leader, and are alive', async () => {
      expect(await nomad.leader()).toMatch(/^[\d.]+:\d+$/);
      for (const member of await nomad.members()) {
        expect(member.Name).toMatch(/\.global$/);
        expect(member).toMatchObject({
          Status: 'alive',
          Tags: { role: 'nomad', region: 'global' },
        });
      }
    });

    test('tell the raft configuration, the health and the peers', async () => {
      const raft = JSON.parse((await raw('/v1/operator/raft/configuration')).text);
      expect(raft.Servers.filter(({ Leader }: { Leader: boolean }) => Leader)).toHaveLength(1);
      const autopilot = await raw('/v1/operator/autopilot/health');
      expect(autopilot.status).toBe(200);
      expect(JSON.parse(autopilot.text)).toMatchObject({ Healthy: true });
      const health = await raw('/v1/agent/health?type=server');
      expect(JSON.parse(health.text)).toEqual({ server: { message: 'ok', ok: true } });
      expect(JSON.parse((await raw('/v1/status/peers')).text)).toContain(await nomad.leader());
      expect(JSON.parse((await raw('/v1/regions')).text)).toEqual(['global']);
    });

    test('tell who is on raft and votes, and mind nobody who is not', async () => {
      const peers = await nomad.raft.peers();
      expect(peers.filter(({ isLeader, isVoter }) => isLeader && isVoter)).toHaveLength(1);
      expect(peers.every(({ name }) => name !== undefined && !name.includes('.'))).toBe(true);
      await nomad.raft.remove('00000000-0000-0000-0000-000000000000');
      expect(await nomad.raft.peers()).toHaveLength(peers.length);
    });

    test('have the default namespace', async () => {
      const [namespace] = JSON.parse((await raw('/v1/namespaces')).text);
      expect(namespace).toMatchObject({
        Name: 'default',
        Description: 'Default shared namespace',
      });
    });
  });
}
