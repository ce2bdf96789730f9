import { describe, expect, it } from 'vitest';
import { eventually } from '../door.ts';
import { statefulSet } from '../samples.ts';
import { areReady, core, useTown } from '../town.ts';

const town = useTown();

const template = (image: string, spec: object = {}, metadata: object = {}): object => ({
  metadata: { labels: { app: 'd' }, ...metadata },
  spec: { containers: [{ name: 'c', image }], ...spec },
});

const deployment = (image: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd' },
  spec: { replicas: 2, selector: { matchLabels: { app: 'd' } }, template: template(image) },
});

const job = (name: string, annotations: object) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: {
    backoffLimit: 1,
    template: template('img:1', { restartPolicy: 'Never' }, { annotations }),
  },
});

const service = (name: string, publishNotReadyAddresses: boolean): object => ({
  metadata: { name },
  spec: {
    clusterIP: 'None',
    publishNotReadyAddresses,
    selector: { app: 'web' },
    ports: [{ port: 80 }],
  },
});

describe('a Deployment', () => {
  it('replaces its pods, leaves none of the old and takes all along', async () => {
    const path = '/apis/apps/v1/namespaces/default/deployments';
    await town.apply(deployment('img:1'), path);
    await eventually(town.pods, areReady(2));
    await town.apply(deployment('img:2'), path);
    const images = async (): Promise<string[]> =>
      (await town.pods()).map(({ spec }) => spec.containers[0]?.image ?? '');
    expect(
      await eventually(images, (list) => list.length === 2 && !list.includes('img:1')),
    ).toEqual(['img:2', 'img:2']);
    await town.door().send('DELETE', `${path}/d`);
    expect(await eventually(town.pods, (list) => list.length === 0)).toEqual([]);
  });
});

describe('a Job', () => {
  const path = '/apis/batch/v1/namespaces/default/jobs';
  const ended = (name: string) =>
    eventually(
      () => town.get(`${path}/${name}`),
      ({ status }) => (status.conditions ?? []).length > 0,
    );

  it('runs to its end', async () => {
    await town.apply(job('good', {}), path);
    expect((await ended('good')).status).toMatchObject({
      succeeded: 1,
      conditions: [{ type: 'SuccessCriteriaMet' }, { type: 'Complete', status: 'True' }],
    });
  });

  it('fails after its last try', async () => {
    await town.apply(job('bad', { 'sandbox.hashinetes.dev/exit-code': '1' }), path);
    expect((await ended('bad')).status).toMatchObject({
      failed: 2,
      conditions: [{ type: 'FailureTarget' }, { type: 'Failed', reason: 'BackoffLimitExceeded' }],
    });
  });
});

describe('a Service', () => {
  it('has the addresses of its ready pods', async () => {
    const { send } = town.door();
    await send('POST', `${core}/services`, { body: service('all', true) });
    await send('POST', `${core}/services`, { body: service('ready', false) });
    await town.apply(statefulSet('web', 2));
    const pods = await eventually(town.pods, areReady(2));
    const addresses = async (): Promise<string[]> => {
      const { subsets } = await town.get(`${core}/endpoints/ready`);
      return (subsets?.[0]?.addresses ?? []).map(({ ip }) => ip);
    };
    expect(await eventually(addresses, (list) => list.length === 2)).toEqual(
      pods.map(({ status }) => status.podIP),
    );
  });

  it('keeps its address when it is replaced without saying it', async () => {
    const { send } = town.door();
    const body = { metadata: { name: 'kept' }, spec: { ports: [{ port: 80 }] } };
    const first = await send('POST', `${core}/services`, { body });
    const second = await send('PUT', `${core}/services/kept`, { body });
    expect(second.body.spec.clusterIP).toBe(first.body.spec.clusterIP);
  });
});

describe('a namespace that is deleted', () => {
  it('takes everything in it along, and nothing new in', async () => {
    const { send, sandbox } = town.door();
    await send('POST', '/api/v1/namespaces', { body: { metadata: { name: 'brief' } } });
    const path = '/apis/apps/v1/namespaces/brief/statefulsets';
    await town.apply(statefulSet('web', 2), path);
    await eventually(
      () => town.get(`${path}/web`),
      ({ status }) => status.readyReplicas === 2,
    );
    const maps = '/api/v1/namespaces/brief/configmaps';
    await send('POST', maps, { body: { metadata: { name: 'before' } } });
    const { body } = await send('DELETE', '/api/v1/namespaces/brief');
    expect(body.status).toEqual({ phase: 'Terminating' });
    const late = await send('POST', maps, { body: { metadata: { name: 'x' } } });
    expect(late.body.message).toBe(
      'configmaps "x" is forbidden: unable to create new content in namespace brief because it is being terminated',
    );
    await eventually(
      () => send('GET', '/api/v1/namespaces/brief'),
      ({ status }) => status === 404,
    );
    expect(sandbox.store.list('PersistentVolumeClaim')).toEqual([]);
    const volumes = async () => sandbox.store.list('PersistentVolume');
    expect(await eventually(volumes, (list) => list.length === 0)).toEqual([]);
  });
});
