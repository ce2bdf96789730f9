/** Where each kind lives in the API: `plural` is its path segment. One table for the client and the sandbox. */
export type Kind = {
  readonly apiVersion: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly shortNames?: readonly string[];
};

export const kinds: Readonly<Record<string, Kind>> = {
  Namespace: { apiVersion: 'v1', plural: 'namespaces', namespaced: false, shortNames: ['ns'] },
  Node: { apiVersion: 'v1', plural: 'nodes', namespaced: false, shortNames: ['no'] },
  PersistentVolume: {
    apiVersion: 'v1',
    plural: 'persistentvolumes',
    namespaced: false,
    shortNames: ['pv'],
  },
  ConfigMap: { apiVersion: 'v1', plural: 'configmaps', namespaced: true, shortNames: ['cm'] },
  Secret: { apiVersion: 'v1', plural: 'secrets', namespaced: true },
  Service: { apiVersion: 'v1', plural: 'services', namespaced: true, shortNames: ['svc'] },
  ServiceAccount: {
    apiVersion: 'v1',
    plural: 'serviceaccounts',
    namespaced: true,
    shortNames: ['sa'],
  },
  Endpoints: { apiVersion: 'v1', plural: 'endpoints', namespaced: true, shortNames: ['ep'] },
  Event: { apiVersion: 'v1', plural: 'events', namespaced: true, shortNames: ['ev'] },
  PersistentVolumeClaim: {
    apiVersion: 'v1',
    plural: 'persistentvolumeclaims',
    namespaced: true,
    shortNames: ['pvc'],
  },
  Pod: { apiVersion: 'v1', plural: 'pods', namespaced: true, shortNames: ['po'] },
  StatefulSet: {
    apiVersion: 'apps/v1',
    plural: 'statefulsets',
    namespaced: true,
    shortNames: ['sts'],
  },
  Deployment: {
    apiVersion: 'apps/v1',
    plural: 'deployments',
    namespaced: true,
    shortNames: ['deploy'],
  },
  ReplicaSet: {
    apiVersion: 'apps/v1',
    plural: 'replicasets',
    namespaced: true,
    shortNames: ['rs'],
  },
  ControllerRevision: { apiVersion: 'apps/v1', plural: 'controllerrevisions', namespaced: true },
  Job: { apiVersion: 'batch/v1', plural: 'jobs', namespaced: true },
  PodDisruptionBudget: {
    apiVersion: 'policy/v1',
    plural: 'poddisruptionbudgets',
    namespaced: true,
    shortNames: ['pdb'],
  },
  Lease: { apiVersion: 'coordination.k8s.io/v1', plural: 'leases', namespaced: true },
  NetworkPolicy: {
    apiVersion: 'networking.k8s.io/v1',
    plural: 'networkpolicies',
    namespaced: true,
    shortNames: ['netpol'],
  },
  Ingress: {
    apiVersion: 'networking.k8s.io/v1',
    plural: 'ingresses',
    namespaced: true,
    shortNames: ['ing'],
  },
  StorageClass: {
    apiVersion: 'storage.k8s.io/v1',
    plural: 'storageclasses',
    namespaced: false,
    shortNames: ['sc'],
  },
  Role: { apiVersion: 'rbac.authorization.k8s.io/v1', plural: 'roles', namespaced: true },
  RoleBinding: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    plural: 'rolebindings',
    namespaced: true,
  },
  ClusterRole: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    plural: 'clusterroles',
    namespaced: false,
  },
  ClusterRoleBinding: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    plural: 'clusterrolebindings',
    namespaced: false,
  },
  SelfSubjectAccessReview: {
    apiVersion: 'authorization.k8s.io/v1',
    plural: 'selfsubjectaccessreviews',
    namespaced: false,
  },
  SelfSubjectRulesReview: {
    apiVersion: 'authorization.k8s.io/v1',
    plural: 'selfsubjectrulesreviews',
    namespaced: false,
  },
  TokenReview: {
    apiVersion: 'authentication.k8s.io/v1',
    plural: 'tokenreviews',
    namespaced: false,
  },
};
