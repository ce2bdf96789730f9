import { beforeAll, expect, it } from 'vitest';
import type { Body } from '../body.ts';
import { configMap, refusal } from '../samples.ts';
import type { Ground } from './ground.ts';

const names = ({ items }: Body): string[] => items.map(({ metadata }) => metadata.name);

export function listing(ground: Ground): void {
  const list = (query: string) => ground.send('GET', ground.maps + query);

  beforeAll(async () => {
    for (const n of ['1', '2', '3', '4', '5'])
      await ground.send('POST', ground.maps, { body: configMap(`l${n}`, {}, { set: 'l', n }) });
  });

  it.each([
    ['set=l', ['l1', 'l2', 'l3', 'l4', 'l5']],
    ['set==l,n in (1,2)', ['l1', 'l2']],
    ['set=l,n notin (1,2)', ['l3', 'l4', 'l5']],
    ['set,n!=3,!x', ['l1', 'l2', 'l4', 'l5']],
    ['set=zzz', []],
  ])('selects %s', async (selector, expected) => {
    const { body } = await list(`?labelSelector=${encodeURIComponent(selector)}`);
    expect(names(body).filter((name) => /^l\d$/.test(name))).toEqual(expected);
  });

  it('gives items without their kind', async () => {
    const { body } = await list('?fieldSelector=metadata.name%3Dl1');
    expect(body).toMatchObject({ kind: 'ConfigMapList', apiVersion: 'v1' });
    expect(Object.keys(body.items[0] ?? {}).toSorted()).toEqual(['metadata']);
  });

  it('gives pages of one revision', async () => {
    const first = await list('?labelSelector=set%3Dl&limit=2');
    expect(names(first.body)).toEqual(['l1', 'l2']);
    expect(first.body.metadata.remainingItemCount).toBeUndefined();
    await ground.send('POST', ground.maps, { body: configMap('l22', {}, { set: 'l' }) });
    const token = encodeURIComponent(first.body.metadata.continue);
    const second = await list(`?labelSelector=set%3Dl&limit=2&continue=${token}`);
    expect(names(second.body)).toEqual(['l3', 'l4']);
    expect(second.body.metadata.resourceVersion).toBe(first.body.metadata.resourceVersion);
    await ground.send('DELETE', `${ground.maps}/l22`);
  });

  it('counts the rest where nothing is selected', async () => {
    const { body } = await list('?limit=1');
    expect(body.metadata.remainingItemCount).toBeGreaterThan(3);
  });

  it.each([
    ['labelSelector=%3D%3D', "found '==', expected: !, identifier, or 'end of string'"],
    [
      'fieldSelector=data.a%3D1',
      '"data.a" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
    [
      'resourceVersion=abc',
      'invalid resource version: resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax',
    ],
  ])('refuses %s', async (query, message) => {
    expect((await list(`?${query}`)).body).toEqual(refusal(400, 'BadRequest', message));
  });

  it('finds nothing in a namespace that is not there', async () => {
    const { status, body } = await ground.send('GET', '/api/v1/namespaces/nope/configmaps');
    expect(status).toBe(200);
    expect(body.items).toEqual([]);
  });

  it('gives rows to print, and metadata alone', async () => {
    const table = await ground.send('GET', `${ground.maps}/l1`, {
      headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
    });
    expect(table.body.kind).toBe('Table');
    expect(table.body.columnDefinitions.map((column) => column.name)).toEqual([
      'Name',
      'Data',
      'Age',
    ]);
    expect(table.body.rows[0]?.cells.slice(0, 2)).toEqual(['l1', 0]);
    const partial = await ground.send('GET', `${ground.maps}/l1`, {
      headers: { accept: 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io' },
    });
    expect(partial.body).toMatchObject({
      kind: 'PartialObjectMetadata',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { name: 'l1' },
    });
  });

  it('refuses a form it cannot give', async () => {
    const { status } = await ground.send('GET', `${ground.maps}/l1`, {
      headers: { accept: 'text/html' },
    });
    expect(status).toBe(406);
  });
}
