import type { Cluster } from '../cluster.ts';
import { create } from '../lifecycle/create.ts';
import { admitUpdate, commit, setStatus } from '../lifecycle/update.ts';
import { listOf } from '../shapes/shapes.ts';
import type { Deployment, ReplicaSet } from '../shapes/workload.ts';
import type { Stored } from '../store/object.ts';
import { controlledBy, isControlledBy } from './ownership.ts';
import { withConditions } from './pod-readiness.ts';
import { ownedBy, reconcile } from './reconcile.ts';
import { templateHash } from './revision.ts';

type Sets = readonly (Stored & ReplicaSet)[];

/** One ReplicaSet for each template; the old ones shrink to nothing once the new one is ready. */
export function startDeployments(cluster: Cluster): void {
  reconcile(cluster, 'Deployment', ownedBy('Deployment'), (_, deployment) => {
    const { namespace, name, deletionTimestamp } = deployment.metadata;
    const sets = listOf(cluster.store, 'ReplicaSet', namespace).filter((set) =>
      isControlledBy(set, deployment),
    );
    const current = `${name}-${templateHash(deployment.spec.template)}`;
    report(cluster, deployment, sets, current);
    if (deletionTimestamp) return;
    const { replicas = 1 } = deployment.spec;
    const fresh = sets.find(({ metadata }) => metadata.name === current);
    if (!fresh) return createSet(cluster, deployment, current);
    scale(cluster, fresh, replicas);
    if ((fresh.status?.readyReplicas ?? 0) < replicas) return;
    for (const old of sets) if (old !== fresh) scale(cluster, old, 0);
  });
}

function createSet(cluster: Cluster, deployment: Stored & Deployment, name: string): void {
  const { namespace } = deployment.metadata;
  const { replicas = 1, selector, template } = deployment.spec;
  const hash = { 'pod-template-hash': templateHash(template) };
  const labels = { ...template.metadata?.labels, ...hash };
  create(cluster, {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, namespace, labels, ownerReferences: [controlledBy(deployment)] },
    spec: {
      replicas,
      selector: { ...selector, matchLabels: { ...selector.matchLabels, ...hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  });
}

function scale(cluster: Cluster, set: Stored & ReplicaSet, replicas: number): void {
  if (set.spec.replicas === replicas) return;
  commit(cluster, set, admitUpdate(set, { ...set, spec: { ...set.spec, replicas } }));
}

function report(
  cluster: Cluster,
  deployment: Stored & Deployment,
  sets: Sets,
  current: string,
): void {
  const ready = total(sets, 'readyReplicas');
  const fresh = sets.filter(({ metadata }) => metadata.name === current);
  const { replicas = 1 } = deployment.spec;
  const available =
    ready >= replicas
      ? { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' }
      : { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable' };
  setStatus(cluster, deployment, {
    observedGeneration: deployment.metadata.generation ?? 1,
    replicas: total(sets, 'replicas'),
    updatedReplicas: total(fresh, 'replicas'),
    ...(ready > 0 && { readyReplicas: ready, availableReplicas: ready }),
    ...(ready < replicas && { unavailableReplicas: replicas - ready }),
    conditions: withConditions(deployment.status?.conditions, [available], cluster.now()),
  });
}

const total = (sets: Sets, count: 'replicas' | 'readyReplicas'): number =>
  sets.reduce((sum, { status }) => sum + (status?.[count] ?? 0), 0);
