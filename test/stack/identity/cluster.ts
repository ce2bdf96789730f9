import { randomBytes } from 'node:crypto';
import { createKubernetes } from '../../../src/platforms/kubernetes/client.ts';
import { createKubeconfig } from '../../../src/platforms/kubernetes/kubeconfig.ts';
import type { KubeObject, Kubernetes } from '../../../src/platforms/kubernetes/kubernetes.ts';
import { eventually, openSandbox } from '../../sandbox/kubernetes/door.ts';

export type TestCluster = {
  readonly kubernetes: Kubernetes;
  readonly isReal: boolean;
  readonly close: () => Promise<void>;
};

const namespaces = ['hashinetes', 'consul', 'vault', 'nomad', 'database'];

/** The cluster of KUBECONFIG, in namespaces of our own that are removed afterwards, or else the sandbox. */
export async function openCluster(): Promise<TestCluster> {
  const file = process.env['KUBECONFIG'];
  const sandbox = file === undefined ? await openSandbox() : undefined;
  const client = createKubernetes({
    origin: sandbox
      ? () => Promise.resolve({ url: sandbox.url })
      : createKubeconfig({ ...(file !== undefined && { file }), clock: Date.now }),
  });
  const suffix = `-${randomBytes(4).toString('hex')}`;
  for (const name of namespaces)
    await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: name + suffix } });
  return {
    kubernetes: within(client, suffix),
    isReal: sandbox === undefined,
    async close() {
      for (const name of namespaces) await client.remove('Namespace', name + suffix);
      await client.close();
      await sandbox?.close();
    },
  };
}

function within(client: Kubernetes, suffix: string): Kubernetes {
  const moved = <T extends KubeObject>(object: T): T => {
    const namespace = `${object.metadata.namespace}${suffix}`;
    return { ...object, metadata: { ...object.metadata, namespace } };
  };
  return {
    ...client,
    get: (kind, name, namespace) => client.get(kind, name, `${namespace}${suffix}`),
    create: (object) => client.create(moved(object)),
    replace: (object) => client.replace(moved(object)),
    async remove(kind, name, namespace) {
      const place = `${namespace}${suffix}`;
      await client.remove(kind, name, place);
      await eventually(
        () => client.get(kind, name, place).catch(() => undefined),
        (left) => left === undefined,
      );
    },
  };
}
