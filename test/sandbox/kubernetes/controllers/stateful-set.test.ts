import { describe, expect, it } from 'vitest';
import { getOf, isKind } from '../../../../src/sandbox/kubernetes/shapes/shapes.ts';
import { isReady as isPodReady } from '../../../../src/sandbox/kubernetes/controllers/pod-readiness.ts';
import { eventually } from '../door.ts';
import { statefulSet } from '../samples.ts';
import { areReady, core, isReady, sets, useTown } from '../town.ts';

const town = useTown();
const parallel = { podManagementPolicy: 'Parallel' };

/** What happens to pods, in order, each thing once. */
function diary(): readonly string[] {
  const lines = new Set<string>();
  town.door().sandbox.store.subscribe(({ type, object }) => {
    if (!isKind(object, 'Pod')) return;
    if (type === 'ADDED') lines.add(`made ${object.metadata.name}`);
    if (isPodReady(object)) lines.add(`ready ${object.metadata.name}`);
    if (type === 'DELETED') lines.add(`gone ${object.metadata.name}`);
    all.splice(0, all.length, ...lines);
  });
  const all: string[] = [];
  return all;
}

describe('a StatefulSet', () => {
  it('in order makes a pod only when the one before is ready', async () => {
    const lines = diary();
    await town.apply(statefulSet('web', 3));
    await eventually(town.pods, areReady(3));
    expect(lines).toEqual([
      'made web-0',
      'ready web-0',
      'made web-1',
      'ready web-1',
      'made web-2',
      'ready web-2',
    ]);
  });

  it('in parallel makes all at once, on different nodes', async () => {
    const lines = diary();
    await town.apply(statefulSet('web', 3, { spec: parallel }));
    const pods = await eventually(town.pods, areReady(3));
    expect(lines.slice(0, 3)).toEqual(['made web-0', 'made web-1', 'made web-2']);
    expect(new Set(pods.map(({ spec }) => spec.nodeName)).size).toBe(3);
  });

  it('rolls from the top, one pod at a time', async () => {
    await town.apply(statefulSet('web', 3, { spec: parallel }));
    await eventually(town.pods, areReady(3));
    const { store } = town.door().sandbox;
    let fewest = 3;
    store.subscribe(() => {
      const names = ['web-0', 'web-1', 'web-2'];
      const ready = names.filter((name) => {
        const pod = getOf(store, 'Pod', name, 'default');
        return pod && isPodReady(pod);
      });
      fewest = Math.min(fewest, ready.length);
    });
    const lines = diary();
    await town.apply(statefulSet('web', 3, { spec: parallel, image: 'img:2' }));
    await eventually(
      () => town.get(`${sets}/web`),
      ({ status }) => status.readyReplicas === 3 && status.currentReplicas === 3,
    );
    expect(lines.filter((line) => line.startsWith('gone'))).toEqual([
      'gone web-2',
      'gone web-1',
      'gone web-0',
    ]);
    expect(fewest).toBe(2);
  });

  it('with OnDelete waits for somebody to delete', async () => {
    const spec = { updateStrategy: { type: 'OnDelete' } };
    await town.apply(statefulSet('web', 1, { spec }));
    await eventually(town.pods, areReady(1));
    await town.apply(statefulSet('web', 1, { spec, image: 'img:2' }));
    await eventually(
      () => town.get(`${sets}/web`),
      ({ status }) => status.observedGeneration === 2,
    );
    const image = async (): Promise<string | undefined> =>
      (await town.pods())[0]?.spec.containers[0]?.image;
    expect(await image()).toBe('img:1');
    await town.door().send('DELETE', `${core}/pods/web-0`);
    expect(await eventually(image, (one) => one !== undefined && one !== 'img:1')).toBe('img:2');
  });

  it('stays with a broken pod in order, as the real one does', async () => {
    await town.apply(statefulSet('web', 2));
    await eventually(town.pods, areReady(2));
    await town.apply(statefulSet('web', 2, { image: 'does-not-exist' }));
    const waits = async (): Promise<string | undefined> =>
      (await town.pods())[1]?.status.containerStatuses?.[0]?.state.waiting?.reason;
    await eventually(waits, (reason) => reason === 'ImagePullBackOff');
    await town.apply(statefulSet('web', 2, { image: 'img:1' }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await waits()).toBe('ImagePullBackOff');
    await town.door().send('DELETE', `${core}/pods/web-1`);
    expect((await eventually(town.pods, areReady(2))).every(isReady)).toBe(true);
  });
});
