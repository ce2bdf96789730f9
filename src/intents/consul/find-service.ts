import { z } from 'zod';
import { type Context, defineIntent } from '../../intent.ts';

type Whereabouts = Awaited<ReturnType<Context['consul']['find']>>;
type Instance = Whereabouts['instances'][number];

export default defineIntent({
  slots: z.object({ service: z.string(), datacenter: z.string().optional() }),
  replies: ['found', 'partial', 'unchecked', 'unhealthy', 'missing', 'absent', 'unsure'],
  risk: 'read',
  elsewhere: ['absent', 'unsure', 'unhealthy'],
  async run({ service, datacenter }, { consul }) {
    const { place, instances, silent } = await consul.find(service, datacenter);
    const [nearest] = instances;
    if (!place || !nearest) {
      if (silent.length > 0) return { reply: 'unsure', facts: { silent } };
      return datacenter === undefined ? { reply: 'absent' } : { reply: 'missing' };
    }
    const usable = instances.filter(({ health }) => health !== 'critical').length;
    const total = instances.length;
    return {
      reply: verdict(nearest, usable, total),
      facts: { place: place.name, total, usable, node: nearest.node },
      display: {
        title: `${service} in ${place.name}`,
        columns: ['address', 'node', 'health'],
        rows: instances.map(({ address, port, node, health }) => [
          toSocket(address, port),
          node,
          health ?? 'unchecked',
        ]),
      },
    };
  },
});

function verdict({ health }: Instance, usable: number, total: number) {
  if (usable === 0) return 'unhealthy';
  if (usable < total) return 'partial';
  return health === undefined ? 'unchecked' : 'found';
}

function toSocket(address: string, port: number): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return port === 0 ? address : `${host}:${port}`;
}
