import { type Cluster, randomSuffix } from '../cluster.ts';
import { create } from '../lifecycle/create.ts';
import type { Job, ReplicaSet } from '../shapes/workload.ts';
import type { Stored } from '../store/object.ts';
import { controlledBy } from './ownership.ts';

/** One more pod of a controller's template, with a name by chance. */
export function createPod(cluster: Cluster, owner: Stored & (Job | ReplicaSet)): void {
  const { name, namespace } = owner.metadata;
  const { template } = owner.spec;
  create(cluster, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...template.metadata,
      name: `${name}-${randomSuffix(cluster.random)}`,
      generateName: `${name}-`,
      namespace,
      ownerReferences: [controlledBy(owner)],
    },
    spec: template.spec,
  });
}
