import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({}),
  replies: ['some', 'peered', 'none'],
  risk: 'read',
  async run(_slots, { consul }) {
    const [datacenters, peerings] = await Promise.all([consul.datacenters(), consul.peerings()]);
    if (datacenters.length === 0) return { reply: 'none' };
    const peers = peerings.map(({ name }) => name);
    return {
      reply: peers.length === 0 ? 'some' : 'peered',
      facts: {
        total: datacenters.length,
        names: datacenters,
        peered: peers.length,
        peers,
      },
      display: {
        title: 'Where Consul can look',
        columns: ['place', 'kind', 'state'],
        rows: [
          ...datacenters.map((name) => [name, 'datacenter', '']),
          ...peerings.map(({ name, state }) => [name, 'peer', state.toLowerCase()]),
        ],
      },
    };
  },
});
