import { beforeAll, expect, it } from 'vitest';
import type { WatchEvent } from '../body.ts';
import { types } from '../door.ts';
import { configMap } from '../samples.ts';
import type { Ground } from './ground.ts';

const told = (events: readonly WatchEvent[]): string[] =>
  events.map(({ type, object }) => `${type} ${object.metadata.name ?? ''}`.trim());

export function watching(ground: Ground): void {
  const patch = (name: string, body: object) =>
    ground.send('PATCH', `${ground.maps}/${name}`, { type: types.merge, body });
  const revision = async (): Promise<string> =>
    (await ground.send('GET', `${ground.maps}?limit=1`)).body.metadata.resourceVersion;

  beforeAll(async () => {
    for (const name of ['w1', 'w2', 'w3'])
      await ground.send('POST', ground.maps, { body: configMap(name, {}, { set: 'w' }) });
  });

  it('tells what changes among the selected, and nothing else', async () => {
    const from = await revision();
    const events = ground.watch(
      `${ground.maps}?watch=1&resourceVersion=${from}&labelSelector=set%3Dw&timeoutSeconds=9`,
      4,
    );
    await patch('w1', { data: { x: '1' } });
    await patch('w2', { metadata: { labels: { set: 'other' } } });
    await ground.send('DELETE', `${ground.maps}/w3`);
    await patch('w2', { metadata: { labels: { set: 'w' } } });
    const list = await events;
    expect(told(list)).toEqual(['MODIFIED w1', 'DELETED w2', 'DELETED w3', 'ADDED w2']);
    expect(list[0]?.object).toMatchObject({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      data: { x: '1' },
    });
    const [, left] = list;
    expect(left?.object.metadata.labels).toEqual({ set: 'w' });
    const versions = list.map(({ object }) => Number(object.metadata.resourceVersion));
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  });

  it('tells again what it told since', async () => {
    const from = await revision();
    await patch('w1', { data: { x: '2' } });
    await patch('w1', { data: { x: '3' } });
    const events = await ground.watch(
      `${ground.maps}?watch=1&resourceVersion=${from}&fieldSelector=metadata.name%3Dw1&timeoutSeconds=9`,
      2,
    );
    expect(events.map(({ object }) => object.data.x)).toEqual(['2', '3']);
  });

  it('begins with what is there', async () => {
    const path = `${ground.maps}?watch=true&labelSelector=set%3Dw`;
    expect(told(await ground.watch(path, 2))).toEqual(['ADDED w1', 'ADDED w2']);
    expect(told(await ground.watch(`${path}&resourceVersion=0`, 2))).toEqual([
      'ADDED w1',
      'ADDED w2',
    ]);
  });

  it('says when what is there has been told', async () => {
    const events = await ground.watch(
      `${ground.maps}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&labelSelector=set%3Dw&timeoutSeconds=9`,
      3,
    );
    expect(told(events)).toEqual(['ADDED w1', 'ADDED w2', 'BOOKMARK']);
    expect(events[2]?.object).toEqual({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: {
        resourceVersion: expect.any(String),
        annotations: { 'k8s.io/initial-events-end': 'true' },
      },
    });
  });

  it('takes the old path, and ends when the time is up', async () => {
    const path = `/api/v1/watch/namespaces/${ground.namespace}/configmaps/w1?timeoutSeconds=1`;
    expect(told(await ground.watch(path))).toEqual(['ADDED w1']);
  });

  it('refuses a version that is none', async () => {
    const { status } = await ground.send('GET', `${ground.maps}?watch=1&resourceVersion=abc`);
    expect(status).toBe(500);
  });
}
