import { type Stored, fieldsAt, textAt, valueAt } from '../store/object.ts';
import { isKind } from '../shapes/shapes.ts';
import { podColumns } from './pod-columns.ts';

type Cell = string | number;

/** A column that kubectl shows; `wide` ones only with `-o wide`. Name and age are there for every kind. */
export type Column = {
  readonly name: string;
  readonly wide?: true;
  readonly of: (object: Stored) => Cell;
};

const text = (object: unknown, ...path: readonly string[]): string =>
  textAt(object, ...path) || '<none>';

const count = (object: unknown, ...path: readonly string[]): number => {
  const value = valueAt(object, ...path);
  return typeof value === 'number' ? value : 0;
};

const readyOf = (object: Stored): string =>
  `${count(object, 'status', 'readyReplicas')}/${count(object, 'spec', 'replicas')}`;

const keys = (object: Stored): number => Object.keys(fieldsAt(object, 'data')).length;

export const columns: Readonly<Record<string, readonly Column[]>> = {
  Pod: podColumns,
  Node: [
    { name: 'Status', of: nodeStatus },
    { name: 'Roles', of: () => '<none>' },
    { name: 'Version', of: (node) => text(node, 'status', 'nodeInfo', 'kubeletVersion') },
    { name: 'Internal-IP', wide: true, of: nodeAddress },
  ],
  StatefulSet: [{ name: 'Ready', of: readyOf }],
  Deployment: [
    { name: 'Ready', of: readyOf },
    { name: 'Up-to-date', of: (object) => count(object, 'status', 'updatedReplicas') },
    { name: 'Available', of: (object) => count(object, 'status', 'availableReplicas') },
  ],
  ReplicaSet: [
    { name: 'Desired', of: (object) => count(object, 'spec', 'replicas') },
    { name: 'Current', of: (object) => count(object, 'status', 'replicas') },
    { name: 'Ready', of: (object) => count(object, 'status', 'readyReplicas') },
  ],
  Job: [
    { name: 'Status', of: jobStatus },
    {
      name: 'Completions',
      of: (job) => `${count(job, 'status', 'succeeded')}/${count(job, 'spec', 'completions')}`,
    },
  ],
  Service: [
    { name: 'Type', of: (object) => text(object, 'spec', 'type') },
    { name: 'Cluster-IP', of: (object) => text(object, 'spec', 'clusterIP') },
    { name: 'External-IP', of: () => '<none>' },
    { name: 'Port(s)', of: servicePorts },
  ],
  PersistentVolumeClaim: [
    { name: 'Status', of: (claim) => text(claim, 'status', 'phase') },
    { name: 'Volume', of: (claim) => text(claim, 'spec', 'volumeName') },
    { name: 'Capacity', of: (claim) => text(claim, 'status', 'capacity', 'storage') },
    { name: 'Access Modes', of: accessModes },
    { name: 'StorageClass', of: (claim) => text(claim, 'spec', 'storageClassName') },
  ],
  PersistentVolume: [
    { name: 'Capacity', of: (volume) => text(volume, 'spec', 'capacity', 'storage') },
    { name: 'Access Modes', of: accessModes },
    {
      name: 'Reclaim Policy',
      of: (volume) => text(volume, 'spec', 'persistentVolumeReclaimPolicy'),
    },
    { name: 'Status', of: (volume) => text(volume, 'status', 'phase') },
    {
      name: 'Claim',
      of: (volume) =>
        `${text(volume, 'spec', 'claimRef', 'namespace')}/${text(volume, 'spec', 'claimRef', 'name')}`,
    },
    { name: 'StorageClass', of: (volume) => text(volume, 'spec', 'storageClassName') },
  ],
  ConfigMap: [{ name: 'Data', of: keys }],
  Secret: [
    { name: 'Type', of: (object) => text(object, 'type') },
    { name: 'Data', of: keys },
  ],
  Namespace: [{ name: 'Status', of: (object) => text(object, 'status', 'phase') }],
  Lease: [{ name: 'Holder', of: (lease) => text(lease, 'spec', 'holderIdentity') }],
  Event: [
    { name: 'Type', of: (event) => text(event, 'type') },
    { name: 'Reason', of: (event) => text(event, 'reason') },
    {
      name: 'Object',
      of: (event) =>
        `${text(event, 'involvedObject', 'kind').toLowerCase()}/${text(event, 'involvedObject', 'name')}`,
    },
    { name: 'Message', of: (event) => text(event, 'message') },
  ],
};

function nodeStatus(node: Stored): string {
  if (!isKind(node, 'Node')) return 'Unknown';
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
  const status = ready?.status === 'True' ? 'Ready' : 'NotReady';
  return node.spec?.unschedulable ? `${status},SchedulingDisabled` : status;
}

function nodeAddress(node: Stored): string {
  if (!isKind(node, 'Node')) return '<none>';
  return node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '<none>';
}

function servicePorts(service: Stored): string {
  if (!isKind(service, 'Service')) return '<none>';
  const ports = service.spec.ports?.map(({ port, protocol }) => `${port}/${protocol ?? 'TCP'}`);
  return ports?.join(',') || '<none>';
}

const short: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

function accessModes(object: Stored): string {
  const modes = valueAt(object, 'spec', 'accessModes');
  return Array.isArray(modes)
    ? modes.map((mode) => short[String(mode)] ?? String(mode)).join(',')
    : '';
}

function jobStatus(job: Stored): string {
  if (!isKind(job, 'Job')) return '';
  const ended = job.status?.conditions?.find(({ status }) => status === 'True');
  return ended?.type ?? 'Running';
}
