import { type Draft, fieldsAt } from '../store/object.ts';
import type { Store } from '../store/store.ts';

/** Gives a Service its address in 10.96.0.0/16, the first free one from a random place on. */
export function withClusterIp(store: Store, service: Draft, random: () => number): Draft {
  const spec = fieldsAt(service, 'spec');
  if (spec['type'] === 'ExternalName') return service;
  const clusterIP =
    typeof spec['clusterIP'] === 'string' && spec['clusterIP'] !== ''
      ? spec['clusterIP']
      : freeAddress(store, random);
  return {
    ...service,
    spec: {
      ...spec,
      clusterIP,
      clusterIPs: [clusterIP],
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
    },
    status: { loadBalancer: {} },
  };
}

const allocated = new Set(['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy']);

/** A Service that is replaced without saying its address keeps the one it has. */
export function withAllocated(before: Draft, after: Draft): Draft {
  if (before.kind !== 'Service') return after;
  const spec = fieldsAt(after, 'spec');
  const had = Object.entries(fieldsAt(before, 'spec')).filter(
    ([name]) => allocated.has(name) && spec[name] === undefined,
  );
  return { ...after, spec: { ...spec, ...Object.fromEntries(had) } };
}

function freeAddress(store: Store, random: () => number): string {
  const taken = new Set(store.list('Service').map((one) => fieldsAt(one, 'spec')['clusterIP']));
  const start = 256 + Math.floor(random() * 60_000);
  for (let offset = 0; offset < 65_000; offset += 1) {
    const place = 256 + ((start + offset) % 65_000);
    const address = `10.96.${place >> 8}.${place & 255}`;
    if (!taken.has(address)) return address;
  }
  throw new Error('Every Service address of the sandbox is taken: delete some Services.');
}
