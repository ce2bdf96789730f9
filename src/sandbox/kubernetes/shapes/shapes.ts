import type { z } from 'zod';
import type { Stored } from '../store/object.ts';
import type { Store } from '../store/store.ts';
import { namespace, node, storageClass } from './cluster-wide.ts';
import { service } from './network.ts';
import { pod } from './pod.ts';
import { persistentVolume, persistentVolumeClaim } from './volume.ts';
import { controllerRevision, deployment, job, replicaSet, statefulSet } from './workload.ts';

/** The kinds that controllers read. What a client sends is held against these, so the store can be trusted. */
export const shapes = {
  Namespace: namespace,
  Node: node,
  StorageClass: storageClass,
  Service: service,
  Pod: pod,
  PersistentVolume: persistentVolume,
  PersistentVolumeClaim: persistentVolumeClaim,
  ControllerRevision: controllerRevision,
  Deployment: deployment,
  Job: job,
  ReplicaSet: replicaSet,
  StatefulSet: statefulSet,
};

export type Shaped = keyof typeof shapes;
export type Of<K extends Shaped> = z.infer<(typeof shapes)[K]>;

export function isKind<K extends Shaped>(object: Stored, kind: K): object is Stored & Of<K> {
  return object.kind === kind;
}

export function isShaped(kind: string): kind is Shaped {
  return Object.hasOwn(shapes, kind);
}

export function listOf<K extends Shaped>(
  store: Store,
  kind: K,
  namespaceName?: string,
): readonly (Stored & Of<K>)[] {
  return store.list(kind, namespaceName).filter((object) => isKind(object, kind));
}

export function getOf<K extends Shaped>(
  store: Store,
  kind: K,
  name: string,
  namespaceName?: string,
): (Stored & Of<K>) | undefined {
  const object = store.get(kind, name, namespaceName);
  return object && isKind(object, kind) ? object : undefined;
}
