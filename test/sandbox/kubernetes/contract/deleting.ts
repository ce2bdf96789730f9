import { expect, it } from 'vitest';
import { types } from '../door.ts';
import { configMap } from '../samples.ts';
import type { Ground } from './ground.ts';

export function deleting(ground: Ground): void {
  const add = (body: unknown) => ground.send('POST', ground.maps, { body });
  const remove = (name: string, query = '', body?: unknown) =>
    ground.send('DELETE', `${ground.maps}/${name}${query}`, body ? { body } : {});

  it('says what it has deleted', async () => {
    const { body: made } = await add(configMap('gone', {}));
    const { status, body } = await remove('gone');
    expect(status).toBe(200);
    expect(body).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: 'gone', kind: 'configmaps', uid: made.metadata.uid },
    });
    expect((await remove('gone')).body.message).toBe('configmaps "gone" not found');
  });

  it('keeps its preconditions', async () => {
    await add(configMap('guarded', {}));
    const uid = '00000000-0000-0000-0000-000000000000';
    const { status, body } = await remove('guarded', '', { preconditions: { uid } });
    expect(status).toBe(409);
    expect(body.message).toContain(
      'Operation cannot be fulfilled on ConfigMap "guarded": the UID in the precondition (00000000-0000-0000-0000-000000000000) does not match the UID in record',
    );
  });

  it('waits for finalizers', async () => {
    await add({ metadata: { name: 'held', finalizers: ['lab.io/f'] } });
    const { body } = await remove('held');
    expect(body.metadata).toMatchObject({
      finalizers: ['lab.io/f'],
      deletionGracePeriodSeconds: 0,
      deletionTimestamp: expect.any(String),
    });
    await ground.send('PATCH', `${ground.maps}/held`, {
      type: types.merge,
      body: { metadata: { finalizers: null } },
    });
    expect((await ground.send('GET', `${ground.maps}/held`)).status).toBe(404);
  });

  it('deletes what a selector selects', async () => {
    await add(configMap('many-1', {}, { set: 'many' }));
    await add(configMap('many-2', {}, { set: 'many' }));
    await add(configMap('few', {}, { set: 'few' }));
    const query = '?labelSelector=set%3Dmany';
    const { body } = await ground.send('DELETE', ground.maps + query);
    expect(body.kind).toBe('ConfigMapList');
    expect((await ground.send('GET', ground.maps + query)).body.items).toEqual([]);
    expect((await ground.send('GET', `${ground.maps}/few`)).status).toBe(200);
  });

  it('refuses a propagation it does not know', async () => {
    const { body } = await remove('few', '?propagationPolicy=Banana');
    expect(body.message).toBe(
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Banana": supported values: "Foreground", "Background", "Orphan", "nil"',
    );
  });
}
