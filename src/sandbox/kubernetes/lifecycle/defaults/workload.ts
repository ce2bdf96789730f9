import { type Draft, type Fields, fieldsAt, isFields } from '../../store/object.ts';
import { each, podSpecDefaults, within } from './pod-spec.ts';

const templateDefaults = (template: Fields): Fields => ({
  metadata: {},
  ...template,
  ...within(template, 'spec', podSpecDefaults),
});

export function statefulSetDefaults(set: Draft): Draft {
  const spec = fieldsAt(set, 'spec');
  return {
    ...set,
    spec: {
      replicas: 1,
      podManagementPolicy: 'OrderedReady',
      revisionHistoryLimit: 10,
      ...spec,
      ...within(spec, 'template', templateDefaults),
      ...each(spec, 'volumeClaimTemplates', claimDefaults),
      updateStrategy: rollingDefaults(fieldsAt(spec, 'updateStrategy')),
      persistentVolumeClaimRetentionPolicy: {
        whenDeleted: 'Retain',
        whenScaled: 'Retain',
        ...fieldsAt(spec, 'persistentVolumeClaimRetentionPolicy'),
      },
    },
  };
}

function rollingDefaults(strategy: Fields): Fields {
  const type = strategy['type'] ?? 'RollingUpdate';
  if (type !== 'RollingUpdate') return { ...strategy, type };
  return { type, rollingUpdate: { partition: 0, ...fieldsAt(strategy, 'rollingUpdate') } };
}

const claimDefaults = (claim: Fields): Fields => ({
  kind: 'PersistentVolumeClaim',
  apiVersion: 'v1',
  ...claim,
  spec: { volumeMode: 'Filesystem', ...fieldsAt(claim, 'spec') },
  status: { phase: 'Pending' },
});

export function deploymentDefaults(deployment: Draft): Draft {
  const spec = fieldsAt(deployment, 'spec');
  const strategy = fieldsAt(spec, 'strategy');
  const type = strategy['type'] ?? 'RollingUpdate';
  const rolling = {
    maxUnavailable: '25%',
    maxSurge: '25%',
    ...fieldsAt(strategy, 'rollingUpdate'),
  };
  return {
    ...deployment,
    spec: {
      replicas: 1,
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      ...spec,
      ...within(spec, 'template', templateDefaults),
      strategy: type === 'RollingUpdate' ? { type, rollingUpdate: rolling } : { type },
    },
  };
}

export function replicaSetDefaults(set: Draft): Draft {
  const spec = fieldsAt(set, 'spec');
  return { ...set, spec: { replicas: 1, ...spec, ...within(spec, 'template', templateDefaults) } };
}

/** A Job finds its pods by its own uid, unless it was told otherwise. */
export function jobDefaults(job: Draft, uid: string): Draft {
  const spec = fieldsAt(job, 'spec');
  const found = { 'batch.kubernetes.io/controller-uid': uid };
  const marks = {
    ...found,
    'batch.kubernetes.io/job-name': job.metadata.name,
    'controller-uid': uid,
    'job-name': job.metadata.name,
  };
  const marked = (template: Fields): Fields => {
    const labels = { ...fieldsAt(template, 'metadata', 'labels'), ...marks };
    return { ...template, metadata: { ...fieldsAt(template, 'metadata'), labels } };
  };
  const own = isFields(spec['selector']);
  return {
    ...job,
    spec: {
      parallelism: 1,
      completions: 1,
      backoffLimit: 6,
      completionMode: 'NonIndexed',
      suspend: false,
      podReplacementPolicy: 'TerminatingOrFailed',
      selector: { matchLabels: found },
      ...spec,
      ...within(spec, 'template', (template) =>
        templateDefaults(own ? template : marked(template)),
      ),
    },
  };
}
