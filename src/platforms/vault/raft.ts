import type { Raft } from '../raft.ts';
import * as answers from './answers.ts';
import type { Ask } from './ask.ts';

/** @see https://openbao.org/api-docs/system/storage/raft/ */
export function createRaft(ask: Ask): Raft {
  const storage = ['sys', 'storage', 'raft'];
  return {
    async peers() {
      const { servers } = (await ask.read(answers.raft, [...storage, 'configuration'])).data.config;
      return servers.map(({ node_id, leader, voter }) => ({
        id: node_id,
        name: node_id,
        isLeader: leader,
        isVoter: voter,
      }));
    },
    async remove(server_id) {
      await ask.write(answers.anything, [...storage, 'remove-peer'], { server_id });
    },
    async handOver() {
      await ask.write(answers.anything, ['sys', 'step-down'], {});
    },
  };
}
