import { expect, it } from 'vitest';
import { refusal } from '../samples.ts';
import type { Ground } from './ground.ts';

const lease = (holderIdentity: string, resourceVersion?: string): object => ({
  metadata: { name: 'lead', ...(resourceVersion && { resourceVersion }) },
  spec: { holderIdentity, renewTime: '2026-01-01T00:00:00.000000Z' },
});

/** What a lock is made of. */
export function leases(ground: Ground): void {
  const path = `/apis/coordination.k8s.io/v1/namespaces/${ground.namespace}/leases`;
  const put = (body: object) => ground.send('PUT', `${path}/lead`, { body });

  it('are taken only by who has read them', async () => {
    const first = await put(lease('a'));
    expect(first.status).toBe(201);
    const { resourceVersion } = first.body.metadata;
    expect((await put(lease('b', resourceVersion))).status).toBe(200);
    const message =
      'Operation cannot be fulfilled on leases.coordination.k8s.io "lead": the object has been modified; please apply your changes to the latest version and try again';
    expect((await put(lease('c', resourceVersion))).body).toEqual(
      refusal(409, 'Conflict', message, {
        name: 'lead',
        group: 'coordination.k8s.io',
        kind: 'leases',
      }),
    );
    expect((await put(lease('d'))).body.message).toBe(
      'leases.coordination.k8s.io "lead" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
    );
  });

  it('count in microseconds, and nothing else', async () => {
    const { status, body } = await ground.send('POST', path, {
      body: { metadata: { name: 'milli' }, spec: { renewTime: '2026-01-01T00:00:00.123Z' } },
    });
    expect(status).toBe(400);
    expect(body.message).toContain('parsing time "2026-01-01T00:00:00.123Z"');
  });
}
