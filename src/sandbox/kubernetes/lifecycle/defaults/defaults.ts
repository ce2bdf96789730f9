import { type Draft, type Fields, fieldsAt } from '../../store/object.ts';
import { tidy } from '../tidy.ts';
import { each } from './pod-spec.ts';
import { deploymentDefaults, replicaSetDefaults, statefulSetDefaults } from './workload.ts';

const table: Readonly<Record<string, (draft: Draft) => Draft>> = {
  StatefulSet: statefulSetDefaults,
  Deployment: deploymentDefaults,
  ReplicaSet: replicaSetDefaults,
  Service: serviceDefaults,
  Secret: secretDefaults,
  PersistentVolumeClaim: (claim) => ({
    ...claim,
    spec: { volumeMode: 'Filesystem', ...fieldsAt(claim, 'spec') },
  }),
  StorageClass: (sort) => ({
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'Immediate',
    ...sort,
  }),
  Lease: (lease) => ({ ...lease, spec: fieldsAt(lease, 'spec') }),
};

/** The same defaults on every write, as the API server applies them when it decodes an object. */
export function withDefaults(draft: Draft): Draft {
  const tidied = tidy(draft);
  return table[draft.kind]?.(tidied) ?? tidied;
}

function serviceDefaults(service: Draft): Draft {
  const spec = fieldsAt(service, 'spec');
  return {
    ...service,
    spec: {
      type: 'ClusterIP',
      sessionAffinity: 'None',
      internalTrafficPolicy: 'Cluster',
      ...spec,
      ...each(spec, 'ports', portDefaults),
    },
  };
}

const portDefaults = (port: Fields): Fields => ({
  protocol: 'TCP',
  targetPort: port['port'],
  ...port,
});

/** `stringData` is write-only: it becomes `data`, in base64. */
function secretDefaults(secret: Draft): Draft {
  const { stringData, ...rest } = secret;
  const plain = Object.entries(fieldsAt({ stringData }, 'stringData')).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString('base64'),
  ]);
  const data: Fields = { ...fieldsAt(secret, 'data'), ...Object.fromEntries(plain) };
  return { type: 'Opaque', ...rest, ...(Object.keys(data).length > 0 && { data }) };
}
