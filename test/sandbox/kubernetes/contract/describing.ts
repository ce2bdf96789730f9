import { expect, it } from 'vitest';
import { types } from '../door.ts';
import { refusal } from '../samples.ts';
import type { Ground } from './ground.ts';

export function describing(ground: Ground): void {
  const get = (path: string) => ground.send('GET', path);

  it('is alive', async () => {
    for (const path of ['/healthz', '/livez', '/readyz'])
      expect(await get(path)).toMatchObject({ status: 200, text: 'ok' });
  });

  it('names its version, groups and kinds', async () => {
    expect((await get('/version')).body.gitVersion).toMatch(/^v1\.\d+\.\d+/);
    expect((await get('/api')).body).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
    const groups = (await get('/apis')).body.groups.map((group) => group.name);
    expect(groups).toEqual(
      expect.arrayContaining(['apps', 'batch', 'policy', 'coordination.k8s.io']),
    );
    const { resources } = (await get('/apis/apps/v1')).body;
    const verbs = [
      'create',
      'delete',
      'deletecollection',
      'get',
      'list',
      'patch',
      'update',
      'watch',
    ];
    expect(resources.find((one) => one.name === 'statefulsets')).toMatchObject({
      name: 'statefulsets',
      singularName: 'statefulset',
      namespaced: true,
      kind: 'StatefulSet',
      verbs,
      shortNames: ['sts'],
      categories: ['all'],
    });
    expect(resources.find((one) => one.name === 'statefulsets/scale')).toEqual({
      name: 'statefulsets/scale',
      singularName: '',
      namespaced: true,
      group: 'autoscaling',
      version: 'v1',
      kind: 'Scale',
      verbs: ['get', 'patch', 'update'],
    });
  });

  it('knows no other paths', async () => {
    const plain = { status: 404, text: '404 page not found\n' };
    expect(await get('/nope')).toMatchObject(plain);
    expect(await get('/apis/banana.io/v1/things')).toMatchObject(plain);
    const expected = refusal(
      404,
      'NotFound',
      'the server could not find the requested resource',
      {},
    );
    expect((await get('/api/v1/namespaces/default/bananas')).body).toEqual(expected);
    expect((await get(`${ground.maps}/x/scale`)).body).toEqual(expected);
  });

  it('refuses methods that make no sense', async () => {
    const { body } = await ground.send('PATCH', ground.maps, { type: types.merge, body: {} });
    expect(body).toEqual(
      refusal(
        405,
        'MethodNotAllowed',
        'the server does not allow this method on the requested resource',
        {},
      ),
    );
  });

  it('says what one may do', async () => {
    const { status, body } = await ground.send(
      'POST',
      '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      {
        body: {
          spec: { resourceAttributes: { namespace: 'default', verb: 'list', resource: 'pods' } },
        },
      },
    );
    expect(status).toBe(201);
    expect(body.status.allowed).toBe(true);
  });
}
