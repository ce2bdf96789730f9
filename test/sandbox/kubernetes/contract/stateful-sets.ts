import { beforeAll, expect, it } from 'vitest';
import type { Body } from '../body.ts';
import { eventually, types } from '../door.ts';
import { statefulSet } from '../samples.ts';
import type { Ground } from './ground.ts';

const isRolledOut = ({ metadata, spec, status }: Body): boolean =>
  status.observedGeneration >= metadata.generation &&
  status.readyReplicas === spec.replicas &&
  status.updatedReplicas === spec.replicas &&
  status.currentRevision === status.updateRevision;

/** From the first apply to ready pods, through rollouts and scaling to the end. */
export function statefulSets(ground: Ground): void {
  const space = `namespaces/${ground.namespace}`;
  const path = `/apis/apps/v1/${space}/statefulsets/web`;
  const get = async (): Promise<Body> => (await ground.send('GET', path)).body;
  const claims = `/api/v1/${space}/persistentvolumeclaims`;
  const pods = async (): Promise<readonly Body[]> =>
    (await ground.send('GET', `/api/v1/${space}/pods?labelSelector=app%3Dweb`)).body.items;
  const apply = (replicas: number, image = 'img:2', query = '') =>
    ground.send('PATCH', `${path}?fieldManager=one${query}`, {
      type: types.apply,
      body: statefulSet('web', replicas, { image }),
    });
  const isGone = (): Promise<unknown> =>
    eventually(
      () => ground.send('GET', path),
      ({ status }) => status === 404,
    );
  let uid = '';

  beforeAll(async () => {
    uid = (await apply(2, 'img:1')).body.metadata.uid;
  });

  it('becomes ready', async () => {
    const { status } = await eventually(get, isRolledOut);
    expect(status).toEqual({
      observedGeneration: 1,
      replicas: 2,
      readyReplicas: 2,
      currentReplicas: 2,
      updatedReplicas: 2,
      currentRevision: status.updateRevision,
      updateRevision: expect.stringMatching(/^web-[a-z0-9]{8,10}$/),
      collisionCount: 0,
      availableReplicas: 2,
    });
  });

  it('gives each pod a name, a place and an address', async () => {
    const [pod] = await pods();
    expect(pod).toMatchObject({
      metadata: {
        name: 'web-0',
        generateName: 'web-',
        labels: {
          app: 'web',
          'apps.kubernetes.io/pod-index': '0',
          'controller-revision-hash': (await get()).status.updateRevision,
          'statefulset.kubernetes.io/pod-name': 'web-0',
        },
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'StatefulSet',
            name: 'web',
            uid,
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      spec: { hostname: 'web-0', subdomain: 'web', nodeName: expect.any(String) },
      status: {
        phase: 'Running',
        podIP: expect.stringMatching(/^10\.244\./),
        containerStatuses: [{ name: 'c', ready: true, restartCount: 0, started: true }],
      },
    });
  });

  it('gives each pod a claim that is bound', async () => {
    const { body } = await ground.send('GET', `${claims}/data-web-0`);
    expect(body).toMatchObject({
      metadata: { labels: { app: 'web' }, finalizers: ['kubernetes.io/pvc-protection'] },
      spec: { storageClassName: 'standard', volumeName: `pvc-${body.metadata.uid}` },
      status: { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' } },
    });
  });

  it('does nothing when the same is applied again', async () => {
    const before = await get();
    expect((await apply(2, 'img:1')).body).toEqual(before);
  });

  it('rolls a new template out', async () => {
    const before = await pods();
    const { body } = await apply(2);
    expect([body.metadata.generation, body.status.observedGeneration]).toEqual([2, 1]);
    await eventually(get, isRolledOut);
    const after = await pods();
    expect(after.map(({ spec }) => spec.containers[0]?.image)).toEqual(['img:2', 'img:2']);
    expect(after[0]?.metadata.uid).not.toBe(before[0]?.metadata.uid);
  });

  it('grows, and shrinks from the top without giving up claims', async () => {
    const body = { spec: { replicas: 3 } };
    await ground.send('PATCH', `${path}/scale`, { type: types.merge, body });
    await eventually(get, isRolledOut);
    await apply(1, 'img:2', '&force=true');
    const [left] = await eventually(pods, (list) => list.length === 1);
    expect(left?.metadata.name).toBe('web-0');
    const { items } = (await ground.send('GET', `${claims}?labelSelector=app%3Dweb`)).body;
    expect(items.map(({ metadata }) => metadata.name)).toEqual([
      'data-web-0',
      'data-web-1',
      'data-web-2',
    ]);
  });

  it('replaces a pod that was deleted', async () => {
    const [before] = await pods();
    const deleted = await ground.send('DELETE', `/api/v1/${space}/pods/web-0`);
    expect(deleted.body).toMatchObject({
      kind: 'Pod',
      metadata: { name: 'web-0', deletionGracePeriodSeconds: 1 },
    });
    const isNew = ({ metadata }: Body): boolean => metadata.uid !== before?.metadata.uid;
    const after = await eventually(pods, (list) => list.length === 1 && list.every(isNew));
    expect(after[0]?.metadata.name).toBe('web-0');
  });

  it('lets its pods live on when orphaned, and takes them back', async () => {
    await eventually(get, isRolledOut);
    const [pod] = await pods();
    const { body } = await ground.send('DELETE', `${path}?propagationPolicy=Orphan`);
    expect(body.metadata.finalizers).toEqual(['orphan']);
    await isGone();
    const [orphan] = await pods();
    expect(orphan?.metadata.uid).toBe(pod?.metadata.uid);
    expect(orphan?.metadata.ownerReferences).toBeUndefined();
    await apply(1);
    const isOwned = ([one]: readonly Body[]): boolean =>
      one?.metadata.ownerReferences !== undefined;
    const [adopted] = await eventually(pods, isOwned);
    expect(adopted?.metadata.uid).toBe(pod?.metadata.uid);
  });

  it('goes after its pods when deleted in the foreground', async () => {
    const { body } = await ground.send('DELETE', `${path}?propagationPolicy=Foreground`);
    expect(body.metadata.finalizers).toEqual(['foregroundDeletion']);
    await isGone();
    expect(await pods()).toEqual([]);
  });
}
