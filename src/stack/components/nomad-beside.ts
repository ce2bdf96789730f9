import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Adopted, Adoptions } from '../adopted.ts';
import type { Manifest } from '../manifests.ts';

const folder = '/nomad/adopted';
const named = z.looseObject({ name: z.string() });
const pod = z.looseObject({
  containers: z.array(z.looseObject({ env: z.array(z.unknown()).optional() })),
  initContainers: z.array(named).optional(),
  volumes: z.array(named).optional(),
});
const statefulSet = z.looseObject({
  template: z.looseObject({
    metadata: z.looseObject({ annotations: z.record(z.string(), z.string()).optional() }),
    spec: pod,
  }),
});

/**
 * Nomad's manifests beside a Consul or a Vault that was given by address: their addresses and CAs go into the ConfigMap
 * nomad-adopted, which Nomad reads after the rest. With such a Consul there is no agent beside a server: the server
 * registers itself there, with a token of its own, and shows its own addresses to be checked.
 */
export async function fitNomad(
  manifests: readonly Manifest[],
  adoptions: Adoptions,
): Promise<readonly Manifest[]> {
  if (!adoptions.consul && !adoptions.vault) return manifests;
  const data = await configure(adoptions);
  const stamp = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 16);
  const isWithAgent = !adoptions.consul;
  const fit = (manifest: Manifest): Manifest => {
    if (manifest.metadata.name === 'nomad-adopted') return { ...manifest, data };
    if (manifest.kind !== 'StatefulSet') return manifest;
    const marked = mark(statefulSet.parse(manifest['spec']), stamp);
    return { ...manifest, spec: isWithAgent ? marked : withoutAgent(marked) };
  };
  const wanted = manifests.filter(
    ({ metadata: { name } }) => isWithAgent || name !== 'nomad-consul',
  );
  return wanted.map(fit);
}

/** The contents of the ConfigMap: Nomad's configuration, and the CAs that it names. */
async function configure(adoptions: Adoptions): Promise<Readonly<Record<string, string>>> {
  const { consul, vault } = adoptions;
  const [consulCa, vaultCa] = await Promise.all([consul?.ca(), vault?.ca()]);
  const blocks = [
    ...(consul ? [toConsul(consul, consulCa)] : []),
    ...(vault ? [toVault(vault, vaultCa)] : []),
  ];
  return {
    'adopted.hcl': blocks.join('\n'),
    ...(consulCa !== undefined && { 'consul.crt': consulCa }),
    ...(vaultCa !== undefined && { 'vault.crt': vaultCa }),
  };
}

/** Nomad's servers join each other by their own names: those of another Nomad there must not be joined. */
function toConsul({ url }: Adopted, ca: string | undefined): string {
  const { protocol, host } = toParts(url);
  return block('consul', {
    address: host,
    ssl: protocol === 'https:',
    ...(ca !== undefined && { ca_file: `${folder}/consul.crt` }),
    checks_use_advertise: true,
    server_auto_join: false,
  });
}

function toVault({ url, servername }: Adopted, ca: string | undefined): string {
  return block('vault', {
    enabled: true,
    address: url.replace(/\/$/, ''),
    ...(ca !== undefined && { ca_file: `${folder}/vault.crt` }),
    ...(servername !== undefined && { tls_server_name: servername }),
  });
}

/** An address without a port means that of its scheme, which Consul's own client would not think of. */
function toParts(url: string): { readonly protocol: string; readonly host: string } {
  const { protocol, hostname, port } = new URL(url);
  const usual = protocol === 'https:' ? '443' : '80';
  return { protocol, host: `${hostname}:${port || usual}` };
}

/** A string of JSON is one of HCL as well, but for what would be a template. */
function block(type: string, values: Readonly<Record<string, string | boolean>>): string {
  const width = Math.max(...Object.keys(values).map((key) => key.length));
  const lines = Object.entries(values).map(([key, value]) => {
    const text = JSON.stringify(value).replaceAll(/([$%])\{/g, '$1$1{');
    return `  ${key.padEnd(width)} = ${text}\n`;
  });
  return `${type} {\n${lines.join('')}}\n`;
}

type Spec = z.output<typeof statefulSet>;

/** Other addresses are read at the next start: another mark rolls the pods. */
function mark({ template, ...spec }: Spec, stamp: string): Spec {
  const { metadata } = template;
  const annotations = { ...metadata.annotations, 'hashinetes.dev/adopted': stamp };
  return { ...spec, template: { ...template, metadata: { ...metadata, annotations } } };
}

function withoutAgent({ template, ...spec }: Spec): Spec {
  const { containers, initContainers = [], volumes = [] } = template.spec;
  const agents = new Set(['consul', 'consul-config', 'consul-secrets']);
  return {
    ...spec,
    template: {
      ...template,
      spec: {
        ...template.spec,
        initContainers: initContainers.filter(({ name }) => !agents.has(name)),
        volumes: volumes.filter(({ name }) => !agents.has(name)),
        containers: containers.map(withOwnToken),
      },
    },
  };
}

const secretOf = z.looseObject({
  valueFrom: z.looseObject({ secretKeyRef: z.looseObject({ name: z.string() }) }),
});

type Container = Spec['template']['spec']['containers'][number];

function withOwnToken({ env = [], ...container }: Container): Container {
  return { ...container, env: env.map(toOwn) };
}

function toOwn(entry: unknown): unknown {
  const { success, data } = secretOf.safeParse(entry);
  if (!success || data.valueFrom.secretKeyRef.name !== 'nomad-consul-token') return entry;
  const secretKeyRef = { ...data.valueFrom.secretKeyRef, name: 'nomad-adopted-consul' };
  return { ...data, valueFrom: { ...data.valueFrom, secretKeyRef } };
}
