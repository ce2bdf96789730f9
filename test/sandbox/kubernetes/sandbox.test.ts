import { describe, expect, it } from 'vitest';
import { eventually, types } from './door.ts';
import { configMap, refusal, statefulSet } from './samples.ts';
import { core, sets, useTown } from './town.ts';

const maps = `${core}/configmaps`;
const town = useTown();

describe('a new sandbox', () => {
  it('has seven ready nodes, the usual namespaces, a storage class and a Corefile', async () => {
    const { items: nodes } = await town.get('/api/v1/nodes');
    const isUp = nodes.map(
      ({ status }) => status.conditions?.find(({ type }) => type === 'Ready')?.status,
    );
    expect(isUp).toEqual(Array.from({ length: 7 }, () => 'True'));
    const { items: spaces } = await town.get('/api/v1/namespaces');
    expect(spaces.map(({ metadata }) => metadata.name)).toEqual([
      'default',
      'kube-node-lease',
      'kube-public',
      'kube-system',
    ]);
    const { metadata } = await town.get('/apis/storage.k8s.io/v1/storageclasses/standard');
    expect(metadata.annotations).toEqual({ 'storageclass.kubernetes.io/is-default-class': 'true' });
    const { data } = await town.get('/api/v1/namespaces/kube-system/configmaps/coredns');
    expect(data['Corefile']).toContain('kubernetes cluster.local');
    expect((await town.get('/version')).gitVersion).toContain('+sandbox');
    const account = (): Promise<{ status: number }> =>
      town.door().send('GET', `${core}/serviceaccounts/default`);
    expect(await eventually(account, ({ status }) => status === 200)).toMatchObject({
      status: 200,
    });
  });
});

describe('a watch', () => {
  it('of a time that is forgotten is told so', async () => {
    const { store } = town.door().sandbox;
    const coredns = store.get('ConfigMap', 'coredns', 'kube-system');
    if (!coredns) throw new Error('A new sandbox has no Corefile.');
    for (let turn = 0; turn < 5_000; turn += 1) store.put({ ...coredns, turn });
    const { resourceVersion } = coredns.metadata;
    const events = await town.door().watch(`${maps}?watch=1&resourceVersion=${resourceVersion}`);
    const message = `too old resource version: ${resourceVersion} (${store.revision()})`;
    expect(events).toEqual([{ type: 'ERROR', object: refusal(410, 'Expired', message) }]);
  });

  it('ends when the sandbox stops', async () => {
    const events = town.door().watch(`${maps}?watch=1&fieldSelector=metadata.name%3Dnone`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    town.door().sandbox.stop();
    expect(await events).toEqual([]);
  });
});

describe('trouble', () => {
  it('denies what it should, and access reviews say the same', async () => {
    const { send, sandbox } = town.door();
    const rule = { verb: 'create', group: 'apps', resource: 'statefulsets' };
    const undo = sandbox.faults.deny(rule);
    const post = () => send('POST', sets, { body: statefulSet('web', 1) });
    const allowed = async (verb: string): Promise<boolean> => {
      const resourceAttributes = { ...rule, namespace: 'default', verb };
      const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
      return (await send('POST', path, { body: { spec: { resourceAttributes } } })).body.status
        .allowed;
    };
    expect((await post()).body).toEqual(
      refusal(
        403,
        'Forbidden',
        'statefulsets.apps is forbidden: User "sandbox" cannot create resource "statefulsets" in API group "apps" in the namespace "default"',
        { group: 'apps', kind: 'statefulsets' },
      ),
    );
    expect(await allowed('create')).toBe(false);
    expect(await allowed('get')).toBe(true);
    undo();
    expect((await post()).status).toBe(201);
  });

  it('asks for the right to create of an apply that creates', async () => {
    const { send, sandbox } = town.door();
    sandbox.faults.deny({ verb: 'create', resource: 'configmaps' });
    const { status } = await send('PATCH', `${maps}/x?fieldManager=t`, {
      type: types.apply,
      body: configMap('x', {}),
    });
    expect(status).toBe(403);
  });

  it('answers with an error as often as asked', async () => {
    const { send, sandbox } = town.door();
    const message = 'etcd is away';
    sandbox.faults.trouble({ path: /configmaps$/, times: 1 }, { status: 500, message });
    expect((await send('GET', maps)).body).toMatchObject({ code: 500, message });
    expect((await send('GET', maps)).status).toBe(200);
  });
});
