import { z } from 'zod';
import { Failure } from '../failure.ts';
import type { Answer, Call } from './http.ts';
import type { Raft } from './raft.ts';

const configuration = z.looseObject({
  Servers: z.array(
    z.looseObject({ ID: z.string(), Node: z.string(), Leader: z.boolean(), Voter: z.boolean() }),
  ),
});

type Ask = {
  readonly for: <T extends z.ZodType>(schema: T, call: Call) => Promise<z.output<T>>;
  readonly send: (call: Call) => Promise<Answer>;
};

/**
 * The raft of Consul and of Nomad, which differ in a word. A server that was taken off while it lives is asked back
 * by the leader within a minute, without a vote at first.
 * @see https://developer.hashicorp.com/nomad/api-docs/operator/raft
 */
export function createOperatorRaft(
  ask: Ask,
  transfer: 'transfer-leader' | 'transfer-leadership',
): Raft {
  const path = ['operator', 'raft'];
  return {
    async peers() {
      const { Servers } = await ask.for(configuration, { path: [...path, 'configuration'] });
      return Servers.map(({ ID, Node, Leader, Voter }) => ({
        id: ID,
        name: Node === '(unknown)' || Node === '' ? undefined : Node.split('.')[0], // nomad-0.global
        isLeader: Leader,
        isVoter: Voter,
      }));
    },
    async remove(id) {
      try {
        await ask.send({ method: 'DELETE', path: [...path, 'peer'], query: { id } });
      } catch (error) {
        const because = error instanceof Failure ? String(error.facts['because'] ?? '') : '';
        if (!because.includes('not found in the Raft configuration')) throw error;
      }
    },
    async handOver(id) {
      await ask.send({ method: 'POST', path: [...path, transfer], query: { id } });
    },
  };
}
