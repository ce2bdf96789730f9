import { describe, expect, test } from 'vitest';
import { eventually, first, type Subject } from '../subject.ts';

export function describeServers({ consul }: Subject): void {
  describe('the servers', () => {
    test('have a leader, named by the address that others reach it at', async () => {
      expect(await consul.leader()).toMatch(/^[\d.]+:\d+$/);
    });

    test('know each other as members', async () => {
      const member = first(await consul.members());
      expect(member).toMatchObject({ status: 1, isServer: true });
      expect(member.address).toMatch(/^[\d.]+$/);
    });

    test('are healthy, and one of them leads', async () => {
      await eventually(async () => {
        const { Healthy, Servers } = await consul.health();
        expect(Healthy).toBe(true);
        expect(Servers.filter(({ Leader }) => Leader)).toHaveLength(1);
        expect(Servers.every(({ Voter }) => Voter)).toBe(true);
      });
    });

    test('tell who is on raft and votes, and mind nobody who is not', async () => {
      const peers = await consul.raft.peers();
      expect(peers.filter(({ isLeader, isVoter }) => isLeader && isVoter)).toHaveLength(1);
      expect(peers.every(({ name }) => name !== undefined && !name.includes('.'))).toBe(true);
      await consul.raft.remove('00000000-0000-0000-0000-000000000000');
      expect(await consul.raft.peers()).toHaveLength(peers.length);
    });

    test('are themselves a service that is found, on nodes that are alive', async () => {
      const { place, instances, silent } = await consul.find('consul');
      expect(place).toEqual({ kind: 'datacenter', name: 'dc1' });
      expect(first(instances)).toMatchObject({ health: 'passing', datacenter: 'dc1' });
      expect(first(instances).checks[0]).toMatchObject({ Name: 'Serf Health Status' });
      expect(silent).toEqual([]);
    });

    test('name the nearest datacenter first, which is their own', async () => {
      expect(first(await consul.datacenters())).toBe('dc1');
      expect(first(await consul.places())).toEqual({ kind: 'datacenter', name: 'dc1' });
    });

    test('list their peers, where they know such a thing', async () => {
      const peerings = await consul.peerings();
      expect(peerings.every(({ state }) => state !== '')).toBe(true);
    });
  });
}
