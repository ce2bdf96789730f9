import { createHash } from 'node:crypto';
import type { Cluster } from '../cluster.ts';
import { create } from '../lifecycle/create.ts';
import type { PodTemplate } from '../shapes/pod.ts';
import { listOf } from '../shapes/shapes.ts';
import type { ControllerRevision, StatefulSet } from '../shapes/workload.ts';
import type { Stored } from '../store/object.ts';
import { without } from '../store/object.ts';
import { isSame } from '../store/same.ts';
import { controlledBy, isControlledBy } from './ownership.ts';

/** A short name for a pod template, in the letters Kubernetes uses. */
export function templateHash(template: PodTemplate): string {
  const digest = createHash('sha256').update(JSON.stringify(template)).digest();
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  return [...digest.subarray(0, 10)].map((byte) => letters[byte % letters.length]).join('');
}

export function revisionsOf(
  { store }: Cluster,
  set: Stored & StatefulSet,
): readonly (Stored & ControllerRevision)[] {
  return listOf(store, 'ControllerRevision', set.metadata.namespace)
    .filter((revision) => isControlledBy(revision, set))
    .toSorted((a, b) => a.revision - b.revision);
}

/** The name of the revision that the set's template is now, made when there is none. */
export function currentRevision(cluster: Cluster, set: Stored & StatefulSet): string {
  const { template, selector } = set.spec;
  const known = revisionsOf(cluster, set);
  const same = known.find(({ data }) => isSame(without(data.spec.template, '$patch'), template));
  if (same) return same.metadata.name;
  const hash = templateHash(template);
  const name = `${set.metadata.name}-${hash}`;
  if (cluster.store.get('ControllerRevision', name, set.metadata.namespace)) return name;
  create(cluster, {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name,
      namespace: set.metadata.namespace,
      labels: { ...selector.matchLabels, 'controller.kubernetes.io/hash': hash },
      ownerReferences: [controlledBy(set)],
    },
    data: { spec: { template: { $patch: 'replace', ...template } } },
    revision: (known.at(-1)?.revision ?? 0) + 1,
  });
  return name;
}

export function templateAt(cluster: Cluster, set: Stored & StatefulSet, name: string): PodTemplate {
  const revision = revisionsOf(cluster, set).find(({ metadata }) => metadata.name === name);
  return revision ? without(revision.data.spec.template, '$patch') : set.spec.template;
}
