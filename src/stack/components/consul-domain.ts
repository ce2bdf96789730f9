import { Failure } from '../../failure.ts';
import type { KubeObject, Kubernetes } from '../../platforms/kubernetes/kubernetes.ts';
import type { StackWorld } from '../stack-world.ts';
import type { Sight, Step } from '../step.ts';

type ConfigMap = KubeObject & { readonly data?: Readonly<Record<string, string>> | null };
type Service = KubeObject & { readonly spec: { readonly clusterIP?: string } };

/**
 * Sends questions about the consul. domain from the cluster's DNS to Consul. Nothing waits for it and it never fails a
 * run: where it may not or can not, it says so. What others wrote stays, and a stale read is a conflict.
 */
export function delegateDomain(after: readonly string[]): Step<StackWorld> {
  return {
    name: 'send the consul domain to Consul',
    after,
    capMs: 60_000,
    async look({ kubernetes }) {
      try {
        return await delegate(kubernetes);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        if (error.kind === 'conflict') return { kind: 'waiting', seen: 'somebody else wrote it' };
        const because = error.facts['because'] ?? error.kind;
        return skipped(String(because));
      }
    },
  };
}

/** Takes back what was written there; it may, like the delegation, not be for us to do. */
export function keepDomain(after: readonly string[]): Step<StackWorld> {
  return {
    name: 'send the consul domain to Consul no more',
    after,
    capMs: 60_000,
    async look({ kubernetes }) {
      try {
        return await retract(kubernetes);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        if (error.kind === 'conflict') return { kind: 'waiting', seen: 'somebody else wrote it' };
        return skipped(String(error.facts['because'] ?? error.kind));
      }
    },
  };
}

async function retract(kubernetes: Kubernetes): Promise<Sight> {
  const found = await findOne(kubernetes);
  const before = found?.map.data?.[found.variant.key];
  if (!found || before === undefined) return { kind: 'done', seen: 'it was not sent anywhere' };
  const { map, variant } = found;
  const seen = `${map.metadata.name} does not send it to Consul`;
  const after = variant.take(before);
  if (after !== before) await write(kubernetes, map, variant.key, after);
  return { kind: 'done', seen };
}

async function write(
  kubernetes: Kubernetes,
  map: ConfigMap,
  key: string,
  value: string,
): Promise<void> {
  const { managedFields: _not, ...metadata }: Record<string, unknown> & KubeObject['metadata'] =
    map.metadata;
  await kubernetes.replace({ ...map, metadata, data: { ...map.data, [key]: value } });
}

async function delegate(kubernetes: Kubernetes): Promise<Sight> {
  const { spec } = await kubernetes.get<Service>('Service', 'consul-dns', 'consul');
  const { clusterIP = '' } = spec;
  if (clusterIP === '') return { kind: 'waiting', seen: 'consul-dns has no address yet' };
  const found = await findOne(kubernetes);
  if (!found) return skipped('the DNS of this cluster is neither CoreDNS nor kube-dns');
  const { map, variant } = found;
  const before = map.data ?? {};
  const after = variant.add(before[variant.key] ?? '', clusterIP);
  if (after === undefined) return skipped(`${map.metadata.name} has a consul domain of its own`);
  const { name } = map.metadata;
  if (after === before[variant.key])
    return { kind: 'done', seen: `${name} sends it to ${clusterIP}` };
  await write(kubernetes, map, variant.key, after);
  return { kind: 'done', seen: `${name} is told to send it to ${clusterIP}, within two minutes` };
}

const skipped = (why: string): Sight => ({ kind: 'done', seen: `skipped: ${why}` });

type Variant = {
  readonly map: string;
  readonly key: string;
  /** The key's new value; nothing where somebody else sends the domain elsewhere. */
  readonly add: (before: string, address: string) => string | undefined;
  /** The same without what we wrote. */
  readonly take: (before: string) => string;
};

const mark = '# by Hashinetes';
const block = (address: string): string =>
  `consul:53 { ${mark}\n    errors\n    cache 30\n    forward . ${address}\n}\n`;
const ours = /consul:53 \{ # by Hashinetes\n[^}]*\}\n/;

/** AKS and k3s read coredns-custom beside their Corefile, which they own. */
const variants: readonly Variant[] = [
  {
    map: 'coredns-custom',
    key: 'consul.server',
    add: (_before, address) => block(address),
    take: (before) => before.replace(ours, ''),
  },
  {
    map: 'coredns',
    key: 'Corefile',
    add(before, address) {
      if (ours.test(before)) return before.replace(ours, block(address));
      if (/^\s*consul(\.?:53|\.?)\s*\{/m.test(before)) return undefined;
      return `${before.replace(/\n?$/, '\n')}${block(address)}`;
    },
    take: (before) => before.replace(ours, ''),
  },
  {
    map: 'kube-dns',
    key: 'stubDomains',
    add(before, address) {
      const domains: unknown = before === '' ? {} : JSON.parse(before);
      return JSON.stringify({ ...Object(domains), consul: [address] });
    },
    take(before) {
      const domains: unknown = before === '' ? {} : JSON.parse(before);
      const { consul: _ours, ...others }: Record<string, unknown> = Object(domains);
      return JSON.stringify(others);
    },
  },
];

async function findOne(
  kubernetes: Kubernetes,
): Promise<{ readonly map: ConfigMap; readonly variant: Variant } | undefined> {
  let refusal: Failure | undefined;
  for (const variant of variants)
    try {
      const map = await kubernetes.get<ConfigMap>('ConfigMap', variant.map, 'kube-system');
      return { map, variant };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.kind !== 'absent') refusal ??= error;
    }
  if (refusal) throw refusal;
  return undefined;
}
