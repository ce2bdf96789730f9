import { describe, expect, it } from 'vitest';
import { type Container, containersOf, podOf, type Read, readObjects } from './objects.ts';
import { isMade, referencesOf } from './references.ts';

const objects = readObjects();
const workloads = objects.flatMap((read) => {
  const pod = podOf(read);
  return pod ? [[read.file, read.object.metadata.name, read, pod] as const] : [];
});

const matches = (selector: Record<string, string>, labels: Record<string, string> = {}): boolean =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);

const inNamespaceOf = (read: Read, kind: string): readonly Read['object'][] =>
  objects
    .map(({ object }) => object)
    .filter(
      (one) => one.kind === kind && one.metadata.namespace === read.object.metadata.namespace,
    );

function claimsOf({ object }: Read): readonly string[] {
  const templates: readonly { metadata: { name: string } }[] =
    object['spec'].volumeClaimTemplates ?? [];
  return templates.map(({ metadata }) => metadata.name);
}

/** Runs beside or as the main program, not before it. */
const isLasting = (pod: { containers: readonly Container[] }, one: Container): boolean =>
  pod.containers.includes(one);

describe.each(workloads)('%s: %s', (_file, _name, read, pod) => {
  const { spec } = read.object;
  const containers = containersOf(pod);

  it('obeys the restricted standard', () => {
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: expect.any(Number),
      seccompProfile: { type: 'RuntimeDefault' },
    });
    for (const { securityContext } of containers)
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    const kinds = (pod.volumes ?? []).map((volume) =>
      Object.keys(volume).find((key) => key !== 'name'),
    );
    expect(['secret', 'configMap', 'emptyDir', 'projected']).toEqual(expect.arrayContaining(kinds));
  });

  it('asks for what it needs, and is bounded in memory', () => {
    for (const { resources } of containers) {
      expect(resources?.requests).toMatchObject({ cpu: /./, memory: /./ });
      expect(resources?.limits).toMatchObject({ memory: /./ });
    }
  });

  it('is watched by probes whose ports exist', () => {
    const ports = new Set(containers.flatMap(({ ports: own = [] }) => own.map(({ name }) => name)));
    for (const one of containers.filter((container) => isLasting(pod, container)))
      for (const probe of ['readinessProbe', 'livenessProbe']) {
        expect(one, `${one.name} ${probe}`).toHaveProperty(probe);
        const { httpGet, tcpSocket, exec } = one[probe] as Record<string, { port?: string }>;
        expect(exec !== undefined || ports.has((httpGet ?? tcpSocket)?.port ?? '')).toBe(true);
      }
  });

  it('mounts volumes that exist, each in a place of its own', () => {
    const volumes = new Set([...(pod.volumes ?? []).map(({ name }) => name), ...claimsOf(read)]);
    for (const { volumeMounts = [] } of containers) {
      for (const { name } of volumeMounts) expect(volumes).toContain(name);
      const paths = volumeMounts.map(({ mountPath }) => mountPath);
      expect(new Set(paths).size).toBe(paths.length);
    }
    const mounted = new Set(
      containers.flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name)),
    );
    expect([...volumes].filter((name) => !mounted.has(name))).toEqual([]);
  });

  it('reads ConfigMaps that are here and Secrets that are in the keyring', () => {
    expect(referencesOf(pod).filter((reference) => !isMade(reference, read, objects))).toEqual([]);
  });

  it('shows the files of a Secret to its own group alone', () => {
    const secrets = (pod.volumes ?? []).flatMap(({ secret }) => secret ?? []);
    expect(secrets.filter(({ defaultMode }) => defaultMode !== 0o440)).toEqual([]);
  });

  it('has no token of Kubernetes unless it says why it needs one', () => {
    expect(pod.enableServiceLinks).toBe(false);
    expect(pod.automountServiceAccountToken).toBe(pod.serviceAccountName !== undefined);
    if (pod.serviceAccountName === undefined) return;
    const accounts = inNamespaceOf(read, 'ServiceAccount').map(({ metadata }) => metadata.name);
    expect(accounts).toContain(pod.serviceAccountName);
  });

  it('is found by its own selector, and by its Services', () => {
    const { labels } = spec.template.metadata;
    expect(matches(spec.selector.matchLabels, labels)).toBe(true);
    if (read.object.kind !== 'StatefulSet') return;
    const headless = inNamespaceOf(read, 'Service').find(
      (one) => one.metadata.name === spec.serviceName,
    );
    expect(headless?.['spec']).toMatchObject({ clusterIP: 'None', publishNotReadyAddresses: true });
    expect(matches(headless?.['spec'].selector, labels)).toBe(true);
  });
});

describe('Services', () => {
  it.each(
    objects
      .filter(({ object }) => object.kind === 'Service')
      .map((read) => [read.object.metadata.name, read] as const),
  )('%s selects pods that exist and ports that they have', (_name, read) => {
    const { selector, ports } = read.object['spec'];
    const byPod = selector['statefulset.kubernetes.io/pod-name']?.replace(/-\d$/, '');
    const { 'openbao-active': _bao, 'vault-active': _vault, ...wanted } = selector;
    const found = workloads.filter(
      ([, name, one]) =>
        one.object.metadata.namespace === read.object.metadata.namespace &&
        (byPod === undefined
          ? matches(wanted, one.object['spec'].template.metadata.labels)
          : name === byPod),
    );
    expect(found).toHaveLength(1);
    const known = found
      .flatMap(([, , , pod]) => containersOf(pod))
      .flatMap(({ ports: own = [] }) => own);
    for (const { targetPort } of ports)
      expect(
        known.some(({ name, containerPort }) => [name, containerPort].includes(targetPort)),
      ).toBe(true);
  });
});

it('lets one pod of a cluster be away, and no more', () => {
  const budgets = objects.filter(({ object }) => object.kind === 'PodDisruptionBudget');
  expect(budgets.map(({ object }) => object.metadata.name).toSorted()).toEqual([
    'consul',
    'hashinetes',
    'nomad',
    'vault',
  ]);
  for (const { object } of budgets) {
    expect(object['spec'].maxUnavailable).toBe(1);
    const selected = workloads.filter(
      ([, , read]) =>
        read.object.metadata.namespace === object.metadata.namespace &&
        matches(object['spec'].selector.matchLabels, read.object['spec'].template.metadata.labels),
    );
    expect(selected).toHaveLength(1);
  }
});

it('keeps the volumes of every StatefulSet, and starts their servers side by side', () => {
  const sets = workloads.flatMap(([, , { object }]) =>
    object.kind === 'StatefulSet' ? [object] : [],
  );
  expect(sets.map(({ metadata }) => metadata.name).toSorted()).toEqual([
    'consul',
    'mariadb',
    'nomad',
    'postgres',
    'vault',
  ]);
  for (const { spec } of sets) {
    expect(spec.persistentVolumeClaimRetentionPolicy).toEqual({
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    });
    expect(spec.podManagementPolicy).toBe(spec.replicas === 1 ? undefined : 'Parallel');
  }
});
