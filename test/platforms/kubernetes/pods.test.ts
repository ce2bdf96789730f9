import { expect, it } from 'vitest';
import type { Kubernetes, KubeObject } from '../../../src/platforms/kubernetes/kubernetes.ts';
import { seePods } from '../../../src/platforms/kubernetes/pods.ts';

async function troubleOf(labels: Record<string, string>, status: object) {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'vault-1', labels }, status };
  const list = async () => ({ items: [pod as KubeObject], resourceVersion: '1' });
  const [seen] = await seePods({ list } as Pick<Kubernetes, 'list'>, {});
  return seen?.trouble;
}

it('tells what the scheduler found, and not what it tried instead', async () => {
  const message =
    '0/7 nodes are available: 7 Insufficient cpu. preemption: 0/7 nodes are available: 7 Preemption is not helpful for scheduling.';
  const unscheduled = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message };
  expect(await troubleOf({}, { phase: 'Pending', conditions: [unscheduled] })).toBe(
    'no node takes vault-1: 0/7 nodes are available: 7 Insufficient cpu',
  );
});

it.each([
  ['openbao', 'False', 'vault-1 is sealed'],
  ['vault', 'False', 'vault-1 is sealed'],
  ['vault', 'True', undefined],
])(
  'tells by the label of %s that a server is sealed, while ready is %s',
  async (prefix, ready, trouble) => {
    const labels = { [`${prefix}-initialized`]: 'true', [`${prefix}-sealed`]: 'true' };
    const conditions = [{ type: 'Ready', status: ready }];
    expect(await troubleOf(labels, { phase: 'Running', conditions })).toBe(trouble);
    expect(await troubleOf({ ...labels, [`${prefix}-initialized`]: 'false' }, { conditions })).toBe(
      undefined,
    );
  },
);
