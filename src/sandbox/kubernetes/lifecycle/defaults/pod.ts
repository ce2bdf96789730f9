import { type Draft, type Fields, fieldsAt } from '../../store/object.ts';
import { each, podSpecDefaults } from './pod-spec.ts';

const evictAfter = (key: string): Fields => ({
  key,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
});

/** What admission adds to a pod that is about to be created: its identity, and where it may stay. */
export function podDefaults(pod: Draft, suffix: () => string): Draft {
  const spec = podSpecDefaults(fieldsAt(pod, 'spec'));
  const account = spec['serviceAccountName'] ?? 'default';
  const tolerations = Array.isArray(spec['tolerations']) ? spec['tolerations'] : [];
  const complete: Fields = {
    priority: 0,
    preemptionPolicy: 'PreemptLowerPriority',
    enableServiceLinks: true,
    ...spec,
    serviceAccountName: account,
    serviceAccount: account,
    tolerations: [
      ...tolerations,
      evictAfter('node.kubernetes.io/not-ready'),
      evictAfter('node.kubernetes.io/unreachable'),
    ],
  };
  return {
    ...pod,
    spec: spec['automountServiceAccountToken'] === false ? complete : withToken(complete, suffix()),
    status: { phase: 'Pending', qosClass: qualityOf(complete) },
  };
}

function withToken(spec: Fields, suffix: string): Fields {
  const name = `kube-api-access-${suffix}`;
  const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
  const mounted = (container: Fields): Fields => {
    const mounts = Array.isArray(container['volumeMounts']) ? container['volumeMounts'] : [];
    return { ...container, volumeMounts: [...mounts, { name, readOnly: true, mountPath }] };
  };
  const volumes = Array.isArray(spec['volumes']) ? spec['volumes'] : [];
  return {
    ...spec,
    ...each(spec, 'containers', mounted),
    ...each(spec, 'initContainers', mounted),
    volumes: [...volumes, { name, projected: { sources: tokenSources, defaultMode: 420 } }],
  };
}

const tokenSources = [
  { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
  { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
  {
    downwardAPI: {
      items: [
        { path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } },
      ],
    },
  },
];

function qualityOf(spec: Fields): string {
  const containers = Array.isArray(spec['containers']) ? spec['containers'] : [];
  const asks = containers.some(
    (one) => Object.keys(fieldsAt(one, 'resources', 'requests')).length > 0,
  );
  return asks ? 'Burstable' : 'BestEffort';
}
