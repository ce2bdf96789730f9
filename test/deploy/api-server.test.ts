import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKubernetes } from '../../src/platforms/kubernetes/client.ts';
import { createKubeconfig } from '../../src/platforms/kubernetes/kubeconfig.ts';
import { kinds } from '../../src/platforms/kubernetes/kinds.ts';
import { readObjects } from './objects.ts';

const file = process.env['KUBECONFIG'];
if (file === undefined)
  it.skip('schemas are NOT checked by a real API server: KUBECONFIG is not set', () => undefined);

/** Nothing is kept: every object is applied as a dry run, in a namespace that is removed afterwards. */
describe.runIf(file !== undefined)('a real API server', () => {
  const namespace = `deploy-${randomBytes(4).toString('hex')}`;
  const kubernetes = createKubernetes({
    origin: createKubeconfig({ ...(file !== undefined && { file }), clock: Date.now }),
  });
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  beforeAll(() =>
    kubernetes.create({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels },
    } as const),
  );
  afterAll(async () => {
    await kubernetes.remove('Namespace', namespace);
    await kubernetes.close();
  });

  it.each(
    readObjects().map(
      ({ file: from, object }) => [from, object.kind, object.metadata.name, object] as const,
    ),
  )('takes %s: %s %s, and every field of it', async (_file, kind, _name, object) => {
    const isNamespaced = kinds[kind]?.namespaced ?? true;
    const moved = isNamespaced
      ? { ...object, metadata: { ...object.metadata, namespace } }
      : object;
    await expect(kubernetes.apply(moved, { dryRun: true, force: true })).resolves.toBeDefined();
  });

  it('finds the pods of every workload within the restricted standard', async () => {
    const pods = readObjects().flatMap(({ object }) =>
      ['StatefulSet', 'Deployment'].includes(object.kind) ? [object] : [],
    );
    for (const { metadata, spec } of pods)
      await expect(
        kubernetes.apply(
          {
            apiVersion: 'v1',
            kind: 'Pod',
            metadata: { name: metadata.name, namespace },
            spec: {
              ...spec.template.spec,
              serviceAccountName: 'default',
              volumes: volumesOf(spec),
            },
          } as never,
          { dryRun: true, force: true },
        ),
      ).resolves.toBeDefined();
  });
});

type Volume = { readonly name: string };

function volumesOf(spec: {
  template: { spec: { volumes?: readonly Volume[] } };
  volumeClaimTemplates?: readonly { metadata: Volume }[];
}): readonly Volume[] {
  const claims = (spec.volumeClaimTemplates ?? []).map(({ metadata: { name } }) => ({
    name,
    emptyDir: {},
  }));
  return [...(spec.template.spec.volumes ?? []), ...claims];
}
