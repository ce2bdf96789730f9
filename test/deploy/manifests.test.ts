import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesEnding, manifestFiles, readObjects, readYaml } from './objects.ts';

const objects = readObjects();
const namespaces = ['hashinetes', 'consul', 'vault', 'nomad', 'database', 'kube-system'];
const clusterWide = new Set(['Namespace', 'ClusterRole', 'ClusterRoleBinding']);
/** Where either of several folders is applied, and never both. */
const alternatives = /^(vault|database)-\w+\//;

describe('every YAML file', () => {
  it.each(filesEnding('.yaml'))('%s is read strictly', (file) => {
    expect(readYaml(file).length).toBeGreaterThan(0);
  });
});

it('lists every manifest in its kustomization, but for examples and what has to be filled in', () => {
  const lists = filesEnding('kustomization.yaml').flatMap((file) => {
    const { resources } = readYaml(file)[0] as { resources: readonly string[] };
    return resources.map((resource) => `${dirname(file)}/${resource}`);
  });
  const listed = new Set(lists);
  const loose = manifestFiles.filter((file) => !listed.has(file));
  expect(loose).toEqual([
    'clients/load-balancer.yaml',
    'coredns/coredns-custom.yaml',
    'coredns/kube-dns.yaml',
    'install/ingress.example.yaml',
  ]);
});

it('has every object once', () => {
  const ids = objects
    .filter(({ file }) => !alternatives.test(file))
    .map(({ object: { kind, metadata } }) => `${kind} ${metadata.namespace}/${metadata.name}`);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

describe.each(objects.map(({ file, object }) => [file, object.kind, object.metadata.name, object]))(
  '%s: %s %s',
  (file, kind, _name, { metadata }) => {
    it('is in a namespace that the installation makes, or of the cluster', () => {
      expect(metadata.namespace === undefined).toBe(clusterWide.has(kind));
      expect([undefined, ...namespaces]).toContain(metadata.namespace);
    });

    it.runIf(!file.startsWith('coredns/'))('says what it is part of', () => {
      expect(metadata.labels).toMatchObject({
        'app.kubernetes.io/name': expect.stringMatching(/./),
        'app.kubernetes.io/part-of': 'hashinetes',
      });
    });
  },
);

it('enforces the restricted standard in every namespace of its own', () => {
  const made = objects.filter(({ object }) => object.kind === 'Namespace');
  expect(made.map(({ object }) => object.metadata.name)).toEqual(namespaces.slice(0, 5));
  for (const { object } of made)
    expect(object.metadata.labels?.['pod-security.kubernetes.io/enforce']).toBe('restricted');
});

it('has five peers for Consul and for Nomad, each of one pod, whether it is ready or not', () => {
  for (const name of ['consul', 'nomad'])
    for (const n of [0, 1, 2, 3, 4]) {
      const peer = objects.find(({ object }) => object.metadata.name === `${name}-${n}-peer`);
      expect(peer?.object['spec']).toMatchObject({
        publishNotReadyAddresses: true,
        selector: { 'statefulset.kubernetes.io/pod-name': `${name}-${n}` },
      });
    }
});

it('holds no secret', () => {
  expect(objects.filter(({ object }) => object.kind === 'Secret')).toEqual([]);
});
