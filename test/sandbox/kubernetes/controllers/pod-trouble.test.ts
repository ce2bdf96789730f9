import { describe, expect, it } from 'vitest';
import type { Body } from '../body.ts';
import { eventually } from '../door.ts';
import { claim, statefulSet } from '../samples.ts';
import { areReady, core, isReady, sets, useTown } from '../town.ts';

const town = useTown();
const some = (list: readonly string[]): boolean => list.length > 0;
const apply = (pod: object): Promise<Body> => town.apply(statefulSet('web', 1, { pod }));
const container = (changes: object): object => ({
  containers: [{ name: 'c', image: 'img:1', ...changes }],
});

const waiting = async (): Promise<{ reason: string; message: string } | undefined> =>
  (await town.pods())[0]?.status.containerStatuses?.[0]?.state.waiting;

const unscheduled = async (): Promise<string> => {
  const conditions = (await town.pods())[0]?.status.conditions ?? [];
  return conditions.find(({ type }) => type === 'PodScheduled')?.message ?? '';
};

describe('a pod that cannot start says why', () => {
  it('when its Secret is missing, and starts when it comes', async () => {
    await apply({ volumes: [{ name: 's', secret: { secretName: 'gossip' } }] });
    expect(await eventually(() => town.told('FailedMount'), some)).toEqual([
      'MountVolume.SetUp failed for volume "s" : secret "gossip" not found',
    ]);
    expect((await waiting())?.reason).toBe('ContainerCreating');
    await town.door().send('POST', `${core}/secrets`, { body: { metadata: { name: 'gossip' } } });
    expect(await eventually(town.pods, areReady(1))).toHaveLength(1);
  });

  it('when a variable has no source', async () => {
    const env = [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'absent', key: 'a' } } }];
    await apply(container({ env }));
    expect(
      await eventually(waiting, (one) => one?.reason === 'CreateContainerConfigError'),
    ).toEqual({
      reason: 'CreateContainerConfigError',
      message: 'configmap "absent" not found',
    });
  });

  it('when its image does not exist', async () => {
    await apply(container({ image: 'example.org/does-not-exist:1' }));
    const held = await eventually(waiting, (one) => one?.reason === 'ImagePullBackOff');
    expect(held?.message).toContain('Back-off pulling image "example.org/does-not-exist:1"');
    expect(await town.told('Failed')).toHaveLength(1);
  });

  it('when no node has room', async () => {
    await apply(container({ resources: { requests: { cpu: '64' } } }));
    expect(await eventually(unscheduled, (message) => message.includes('cpu'))).toMatch(
      /^0\/7 nodes are available: 7 Insufficient cpu\. preemption: /,
    );
  });

  it('when there are more servers than nodes that may hold one', async () => {
    const labelSelector = { matchLabels: { app: 'web' } };
    const term = { topologyKey: 'kubernetes.io/hostname', labelSelector };
    const podAntiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [term] };
    const spec = { podManagementPolicy: 'Parallel' };
    await town.apply(statefulSet('web', 8, { pod: { affinity: { podAntiAffinity } }, spec }));
    await eventually(town.pods, (list) => list.filter(isReady).length === 7);
    const refusals = await eventually(
      () => town.told('FailedScheduling'),
      (list) => list.some((one) => one.includes('anti-affinity')),
    );
    expect(refusals.at(-1)).toMatch(
      /^0\/7 nodes are available: 7 node\(s\) didn't match pod anti-affinity rules\. /,
    );
  });

  it('when its storage class does not exist', async () => {
    const gold = claim('data', { storageClassName: 'gold' });
    await town.apply(statefulSet('web', 1, { spec: { volumeClaimTemplates: [gold] } }));
    expect(await eventually(() => town.told('ProvisioningFailed'), some)).toEqual([
      'storageclass.storage.k8s.io "gold" not found',
    ]);
    const { status } = await town.get(`${core}/persistentvolumeclaims/data-web-0`);
    expect(status.phase).toBe('Pending');
    expect(await eventually(unscheduled, (message) => message !== '')).toContain(
      'pod has unbound immediate PersistentVolumeClaims',
    );
  });

  it('when its node is down, until it is back', async () => {
    await apply({});
    const [pod] = await eventually(town.pods, areReady(1));
    const node = pod?.spec.nodeName ?? '';
    town.door().sandbox.setNodeReady(node, false);
    await eventually(town.pods, ([one]) => !isReady(one));
    const { status } = await eventually(
      () => town.get(`${sets}/web`),
      (set) => set.status.availableReplicas === 0,
    );
    expect(status.readyReplicas).toBeUndefined();
    town.door().sandbox.setNodeReady(node, true);
    expect(await eventually(town.pods, areReady(1))).toHaveLength(1);
  });
});
