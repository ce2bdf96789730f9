import { beforeAll, expect, it } from 'vitest';
import { types } from '../door.ts';
import { configMap, refusal } from '../samples.ts';
import type { Ground } from './ground.ts';

const modified =
  'the object has been modified; please apply your changes to the latest version and try again';

export function changing(ground: Ground): void {
  const path = (): string => `${ground.maps}/changing`;
  const patch = (type: string, body: unknown, query = '') =>
    ground.send('PATCH', path() + query, { type, body });

  beforeAll(async () => {
    await ground.send('POST', ground.maps, {
      body: configMap('changing', { a: '1', b: '2' }),
    });
  });

  it('replaces unconditionally without a resourceVersion', async () => {
    const { status, body } = await ground.send('PUT', path(), {
      body: configMap('changing', { a: '5' }),
    });
    expect(status).toBe(200);
    expect(body.data).toEqual({ a: '5' });
  });

  it('refuses a stale resourceVersion', async () => {
    const expected = refusal(
      409,
      'Conflict',
      `Operation cannot be fulfilled on configmaps "changing": ${modified}`,
      { name: 'changing', kind: 'configmaps' },
    );
    const stale = { metadata: { name: 'changing', resourceVersion: '1' } };
    expect((await ground.send('PUT', path(), { body: stale })).body).toEqual(expected);
    expect((await patch(types.merge, stale)).body).toEqual(expected);
  });

  it('refuses another name than that of the path', async () => {
    const { body } = await ground.send('PUT', path(), { body: configMap('zzz', {}) });
    const message = 'the name of the object (zzz) does not match the name on the URL (changing)';
    expect(body).toEqual(refusal(400, 'BadRequest', message));
  });

  it('merges, removing what is null', async () => {
    const { body } = await patch(types.merge, { data: { a: null, c: '3' } });
    expect(body.data).toEqual({ c: '3' });
  });

  it('leaves the version alone when nothing changes', async () => {
    const before = await ground.send('GET', path());
    const after = await patch(types.merge, { data: { c: '3' } });
    expect(after.body.metadata.resourceVersion).toBe(before.body.metadata.resourceVersion);
  });

  it('patches step by step', async () => {
    const { body } = await patch(types.jsonPatch, [
      { op: 'test', path: '/data/c', value: '3' },
      { op: 'add', path: '/data/d', value: '4' },
      { op: 'remove', path: '/data/c' },
    ]);
    expect(body.data).toEqual({ d: '4' });
  });

  it('refuses a step that does not hold', async () => {
    const { body } = await patch(types.jsonPatch, [{ op: 'test', path: '/data/d', value: 'z' }]);
    const message = 'the server rejected our request due to an error in our request';
    expect(body).toEqual(refusal(422, 'Invalid', message, {}));
  });

  it('refuses patches it does not know', async () => {
    const message = '415: Unsupported Media Type';
    const expected = refusal(415, 'UnsupportedMediaType', message, {});
    expect((await patch(types.json, {})).body).toEqual(expected);
    expect((await patch('application/apply-patch+json', {})).body).toEqual(expected);
  });

  it('refuses force where nothing is applied', async () => {
    const { body } = await patch(types.merge, {}, '?force=true');
    expect(body.message).toBe(
      'PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch',
    );
  });

  it('does not patch what is not there', async () => {
    const { body } = await ground.send('PATCH', `${ground.maps}/absent`, {
      type: types.merge,
      body: {},
    });
    const details = { name: 'absent', kind: 'configmaps' };
    expect(body).toEqual(refusal(404, 'NotFound', 'configmaps "absent" not found', details));
  });
}
