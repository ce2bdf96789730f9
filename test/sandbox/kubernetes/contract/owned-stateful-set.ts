import { beforeAll, expect, it } from 'vitest';
import { settled, types } from '../door.ts';
import { type Changes, claim, refusal, statefulSet } from '../samples.ts';
import type { Ground } from './ground.ts';

const forbidden =
  "Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

/** What the server makes of a StatefulSet, whose its fields are and which of them are fixed. */
export function ownedStatefulSet(ground: Ground): void {
  const sets = `/apis/apps/v1/namespaces/${ground.namespace}/statefulsets`;
  const apply = (changes?: Changes) =>
    ground.send('PATCH', `${sets}/still?fieldManager=one`, {
      type: types.apply,
      body: statefulSet('still', 0, changes),
    });
  const scale = (body: object, query = '', type = types.merge) =>
    ground.send('PATCH', `${sets}/still/scale${query}`, { type, body });
  let created: unknown;

  beforeAll(async () => {
    const { status, body } = await apply();
    expect(status).toBe(201);
    created = body;
  });

  it('is completed with defaults that nobody owns', () => {
    expect(settled(created)).toEqual({
      kind: 'StatefulSet',
      apiVersion: 'apps/v1',
      metadata: {
        name: 'still',
        namespace: ground.namespace,
        generation: 1,
        labels: { app: 'still' },
        managedFields: [
          {
            manager: 'one',
            operation: 'Apply',
            apiVersion: 'apps/v1',
            fieldsType: 'FieldsV1',
            fieldsV1: owned,
          },
        ],
      },
      spec: completed,
      status: { replicas: 0, availableReplicas: 0 },
    });
  });

  it('does not change what is fixed', async () => {
    const larger = claim('data', { resources: { requests: { storage: '2Gi' } } });
    const { body } = await apply({ spec: { volumeClaimTemplates: [larger] } });
    expect(body).toEqual(
      refusal(422, 'Invalid', `StatefulSet.apps "still" is invalid: spec: ${forbidden}`, {
        name: 'still',
        group: 'apps',
        kind: 'StatefulSet',
        causes: [{ reason: 'FieldValueForbidden', message: forbidden, field: 'spec' }],
      }),
    );
  });

  it('must find its own pods', async () => {
    const { body } = await ground.send('PATCH', `${sets}/still`, {
      type: types.merge,
      body: { spec: { selector: { matchLabels: { app: 'zzz' } } } },
    });
    const mismatch = 'Invalid value: {"app":"still"}: `selector` does not match template `labels`';
    expect(body.message).toBe(
      `StatefulSet.apps "still" is invalid: [spec.template.metadata.labels: ${mismatch}, spec: ${forbidden}]`,
    );
  });

  it('is told everything that is wrong with it at once', async () => {
    const { body } = await ground.send('POST', sets, {
      body: {
        metadata: { name: 'Bad_Name' },
        spec: {
          selector: { matchLabels: { a: 'b' } },
          template: { metadata: { labels: { a: 'c' } }, spec: { containers: [{ name: 'c' }] } },
        },
      },
    });
    expect(body.code).toBe(422);
    expect(body.details.causes.map(({ reason, field }) => [reason, field])).toEqual([
      ['FieldValueInvalid', 'metadata.name'],
      ['FieldValueInvalid', 'spec.template.metadata.labels'],
      ['FieldValueRequired', 'spec.template.spec.containers[0].image'],
    ]);
  });

  it('refuses fewer than no replicas', async () => {
    const { body } = await scale({ spec: { replicas: -1 } });
    expect(body.message).toBe(
      'Scale.autoscaling "still" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    );
  });

  it('has another owner of its replicas once it was scaled', async () => {
    const wanted = {
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { name: 'still' },
      spec: { replicas: 1 },
    };
    const { body } = await scale(wanted, '?fieldManager=scaler&force=true', types.apply);
    expect(settled(body)).toEqual({
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      metadata: { name: 'still', namespace: ground.namespace },
      spec: { replicas: 1 },
      status: { replicas: 0, selector: 'app=still' },
    });
    expect((await apply()).body.message).toBe(
      'Apply failed with 1 conflict: conflict with "scaler" with subresource "scale": .spec.replicas',
    );
  });
}

const owned = {
  'f:metadata': { 'f:labels': { 'f:app': {} } },
  'f:spec': {
    'f:replicas': {},
    'f:selector': {},
    'f:serviceName': {},
    'f:template': {
      'f:metadata': { 'f:labels': { 'f:app': {} } },
      'f:spec': {
        'f:containers': {
          'k:{"name":"c"}': {
            '.': {},
            'f:env': { 'k:{"name":"A"}': { '.': {}, 'f:name': {}, 'f:value': {} } },
            'f:image': {},
            'f:name': {},
            'f:ports': {
              'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} },
            },
          },
        },
        'f:terminationGracePeriodSeconds': {},
      },
    },
    'f:volumeClaimTemplates': {},
  },
};

const completed = {
  replicas: 0,
  selector: { matchLabels: { app: 'still' } },
  template: {
    metadata: { labels: { app: 'still' } },
    spec: {
      containers: [
        {
          name: 'c',
          image: 'img:1',
          ports: [{ containerPort: 80, protocol: 'TCP' }],
          env: [{ name: 'A', value: '1' }],
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          imagePullPolicy: 'IfNotPresent',
        },
      ],
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 1,
      dnsPolicy: 'ClusterFirst',
      securityContext: {},
      schedulerName: 'default-scheduler',
    },
  },
  volumeClaimTemplates: [
    {
      kind: 'PersistentVolumeClaim',
      apiVersion: 'v1',
      metadata: { name: 'data' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
        volumeMode: 'Filesystem',
      },
      status: { phase: 'Pending' },
    },
  ],
  serviceName: 'still',
  podManagementPolicy: 'OrderedReady',
  updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
  revisionHistoryLimit: 10,
  persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
};
