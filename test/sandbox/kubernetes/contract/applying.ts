import { expect, it } from 'vitest';
import type { Ground } from './ground.ts';
import { settled, types } from '../door.ts';
import { configMap, refusal } from '../samples.ts';

const owns = (manager: string, fieldsV1: object): object => ({
  manager,
  operation: 'Apply',
  apiVersion: 'v1',
  fieldsType: 'FieldsV1',
  fieldsV1,
});

const app = { 'f:metadata': { 'f:labels': { 'f:app': {} } } };
const both = { 'f:data': { 'f:a': {} }, ...app };

const wanted = (a: string): object => configMap('cm', { a }, { app: 'lab' });

/** Server-side apply: who owns which field, and what follows from it. */
export function applying(ground: Ground): void {
  const apply = (name: string, manager: string, body: unknown, query = '') =>
    ground.send('PATCH', `${ground.maps}/${name}?fieldManager=${manager}${query}`, {
      type: types.apply,
      body,
    });

  it('creates, and notes who owns what', async () => {
    const { status, body } = await apply('cm', 'one', wanted('1'));
    expect(status).toBe(201);
    expect(settled(body)).toEqual({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: {
        name: 'cm',
        namespace: ground.namespace,
        labels: { app: 'lab' },
        managedFields: [owns('one', both)],
      },
      data: { a: '1' },
    });
  });

  it('changes nothing when the same is applied again', async () => {
    const before = await ground.send('GET', `${ground.maps}/cm`);
    const again = await apply('cm', 'one', wanted('1'));
    expect(again).toMatchObject({ status: 200, body: before.body });
  });

  it('refuses what another manager owns', async () => {
    const { body } = await apply('cm', 'two', wanted('3'));
    expect(body).toEqual(
      refusal(409, 'Conflict', 'Apply failed with 1 conflict: conflict with "one": .data.a', {
        causes: [
          { reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.data.a' },
        ],
      }),
    );
  });

  it('names every conflict', async () => {
    const { body } = await apply('cm', 'two', configMap('cm', { a: '3' }, { app: 'other' }));
    expect(body.message).toBe(
      'Apply failed with 2 conflicts: conflicts with "one":\n- .data.a\n- .metadata.labels.app',
    );
    expect(body.details.causes).toHaveLength(2);
  });

  it('shares fields whose values are the same', async () => {
    const { body } = await apply('cm', 'two', wanted('1'));
    expect(settled(body.metadata.managedFields)).toEqual([owns('two', both), owns('one', both)]);
  });

  it('takes fields away by force', async () => {
    const { body } = await apply('cm', 'two', wanted('3'), '&force=true');
    expect(body.data).toEqual({ a: '3' });
    expect(settled(body.metadata.managedFields)).toEqual([owns('one', app), owns('two', both)]);
  });

  const nothing = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cm' } };

  it('removes what its only owner leaves out', async () => {
    const { body } = await apply('cm', 'two', nothing);
    expect(body.metadata.labels).toEqual({ app: 'lab' });
    expect(body.data).toBeUndefined();
  });

  it('takes a plain write for an owner, too', async () => {
    await ground.send('POST', ground.maps, { body: configMap('written', { a: '1' }) });
    const { body } = await apply('written', 'one', configMap('written', { a: '2' }));
    expect(body.message).toBe(
      'Apply failed with 1 conflict: conflict with "contract" using v1: .data.a',
    );
    const forced = await apply('written', 'one', configMap('written', { a: '2' }), '&force=true');
    expect(settled(forced.body.metadata.managedFields)).toEqual([
      owns('one', { 'f:data': { 'f:a': {} } }),
      {
        manager: 'contract',
        operation: 'Update',
        apiVersion: 'v1',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': {} },
      },
    ]);
  });

  it('shows on a dry run what it would do', async () => {
    const { status, body } = await apply('cm', 'three', configMap('cm', { z: '9' }), '&dryRun=All');
    expect(status).toBe(200);
    expect(body.data).toEqual({ z: '9' });
    expect((await ground.send('GET', `${ground.maps}/cm`)).body.data).toBeUndefined();
  });

  it('reads YAML', async () => {
    const { status } = await apply(
      'yaml',
      'one',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: yaml}\n',
    );
    expect(status).toBe(201);
  });

  it.each<[string, string, object, object]>([
    [
      'without a field manager',
      '',
      configMap('no', {}),
      refusal(
        422,
        'Invalid',
        'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
        {
          group: 'meta.k8s.io',
          kind: 'PatchOptions',
          causes: [
            {
              reason: 'FieldValueRequired',
              message: 'Required value: is required for apply patch',
              field: 'fieldManager',
            },
          ],
        },
      ),
    ],
    [
      'of what does not say its kind',
      'one',
      { metadata: { name: 'no' } },
      refusal(400, 'BadRequest', 'invalid object type: /, Kind='),
    ],
    [
      'of another kind',
      'one',
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'no' } },
      refusal(400, 'BadRequest', 'invalid object type: /v1, Kind=Secret'),
    ],
    [
      'of another name',
      'one',
      configMap('other', {}),
      refusal(
        400,
        'BadRequest',
        'the name of the object (other) does not match the name on the URL (no)',
      ),
    ],
    [
      'without a name',
      'one',
      { apiVersion: 'v1', kind: 'ConfigMap', data: {} },
      refusal(
        400,
        'BadRequest',
        'the name of the object (no based on URL) was undeterminable: name must be provided',
      ),
    ],
    [
      'with managedFields',
      'one',
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'no', managedFields: [{ manager: 'x' }] },
      },
      refusal(400, 'BadRequest', 'metadata.managedFields must be nil'),
    ],
    [
      'of a known uid where nothing is',
      'one',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'no', uid: 'u' } },
      refusal(
        409,
        'Conflict',
        'Operation cannot be fulfilled on configmaps "no": uid mismatch: the provided object specified uid u, and no existing object was found',
        {
          name: 'no',
          kind: 'configmaps',
        },
      ),
    ],
  ])('refuses an apply %s', async (_, manager, body, expected) => {
    expect((await apply('no', manager, body)).body).toEqual(expected);
  });

  it('refuses an apply of a version that is past', async () => {
    const stale = { ...nothing, metadata: { name: 'cm', resourceVersion: '1' } };
    const { body } = await apply('cm', 'one', stale);
    expect(body).toMatchObject({ code: 409, reason: 'Conflict', details: { name: 'cm' } });
  });
}
