const counted = new Set([
  'Pod',
  'StatefulSet',
  'Deployment',
  'ReplicaSet',
  'Job',
  'PodDisruptionBudget',
  'NetworkPolicy',
  'Ingress',
]);

/** Whether `metadata.generation` counts the changes of this kind's specification. */
export const isCounted = (kind: string): boolean => counted.has(kind);
