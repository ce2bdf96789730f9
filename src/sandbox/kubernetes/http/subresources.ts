/** The parts of an object that have a path of their own, by kind. */
export const subresources: Readonly<Record<string, readonly string[]>> = {
  Namespace: ['finalize', 'status'],
  Node: ['status'],
  Pod: ['eviction', 'log', 'portforward', 'status'],
  Service: ['status'],
  PersistentVolume: ['status'],
  PersistentVolumeClaim: ['status'],
  StatefulSet: ['scale', 'status'],
  Deployment: ['scale', 'status'],
  ReplicaSet: ['scale', 'status'],
  Job: ['status'],
  PodDisruptionBudget: ['status'],
  Ingress: ['status'],
};
