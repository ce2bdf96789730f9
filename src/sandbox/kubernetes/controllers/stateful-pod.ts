import type { Cluster } from '../cluster.ts';
import { create } from '../lifecycle/create.ts';
import type { PodTemplate } from '../shapes/pod.ts';
import type { StatefulSet } from '../shapes/workload.ts';
import type { Stored } from '../store/object.ts';
import { controlledBy } from './ownership.ts';
import { recordEvent } from './record-event.ts';

type Set = Stored & StatefulSet;

/** Creates the pod of an ordinal, and before it the claims it has not got yet. Claims outlive pods. */
export function createStatefulPod(
  cluster: Cluster,
  set: Set,
  ordinal: number,
  { revision, template }: { revision: string; template: PodTemplate },
): void {
  const { namespace } = set.metadata;
  const name = `${set.metadata.name}-${ordinal}`;
  const claims = set.spec.volumeClaimTemplates ?? [];
  for (const claim of claims) createClaim(cluster, set, claim, name);
  create(cluster, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...template.metadata,
      name,
      generateName: `${set.metadata.name}-`,
      namespace,
      labels: {
        ...template.metadata?.labels,
        'apps.kubernetes.io/pod-index': String(ordinal),
        'controller-revision-hash': revision,
        'statefulset.kubernetes.io/pod-name': name,
      },
      ownerReferences: [controlledBy(set)],
    },
    spec: {
      ...template.spec,
      hostname: name,
      subdomain: set.spec.serviceName,
      volumes: [
        ...claims.map((claim) => ({
          name: claim.metadata.name,
          persistentVolumeClaim: { claimName: `${claim.metadata.name}-${name}` },
        })),
        ...(template.spec.volumes ?? []),
      ],
    },
  });
  recordEvent(cluster, set, {
    reason: 'SuccessfulCreate',
    message: `create Pod ${name} in StatefulSet ${set.metadata.name} successful`,
    component: 'statefulset-controller',
  });
}

type Claim = NonNullable<StatefulSet['spec']['volumeClaimTemplates']>[number];

function createClaim(cluster: Cluster, set: Set, { metadata, spec }: Claim, pod: string): void {
  const { namespace } = set.metadata;
  const name = `${metadata.name}-${pod}`;
  if (cluster.store.get('PersistentVolumeClaim', name, namespace)) return;
  const labels = { ...metadata.labels, ...set.spec.selector.matchLabels };
  create(cluster, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...metadata, name, namespace, labels },
    spec,
  });
  recordEvent(cluster, set, {
    reason: 'SuccessfulCreate',
    message: `Create Claim ${name} Pod ${pod} in StatefulSet ${set.metadata.name} success`,
    component: 'statefulset-controller',
  });
}
