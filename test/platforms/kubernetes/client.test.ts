import { createServer, type Server } from 'node:http';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../../src/failure.ts';
import { createKubernetes } from '../../../src/platforms/kubernetes/client.ts';
import { createKubeconfig } from '../../../src/platforms/kubernetes/kubeconfig.ts';
import type { KubeObject } from '../../../src/platforms/kubernetes/kubernetes.ts';
import { createKubernetesSandbox } from '../../../src/sandbox/kubernetes/kubernetes-sandbox.ts';
import { createPace } from '../../../src/sandbox/pace.ts';

let server: Server;
let url: string;
let connections = 0;
const sandbox = createKubernetesSandbox({
  pace: createPace(0),
  clock: () => new Date(),
  random: Math.random,
});

beforeAll(async () => {
  server = createServer(sandbox.listener).on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
afterAll(() => {
  sandbox.stop();
  server.closeAllConnections();
  server.close();
});

/** A kubeconfig as a person has it, read by the library as for a real cluster. */
async function toKubeconfig(user: object = {}): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'kube-')), 'config');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'here',
    contexts: [{ name: 'here', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server: url, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'u', user }],
  };
  await writeFile(file, JSON.stringify(config));
  return file;
}

const configMap = (name: string, more: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default' },
  ...more,
});

describe('createKubernetes', () => {
  it('hears the end of a search for the way there that nobody waits for any more', async () => {
    const unheard: unknown[] = [];
    const hear = (error: unknown): void => void unheard.push(error);
    process.on('unhandledRejection', hear);
    const origin = (): Promise<never> => Promise.reject(new Failure('absent', {}));
    const client = createKubernetes({ origin }).during(AbortSignal.abort());
    await expect(client.version()).rejects.toBeInstanceOf(Failure);
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
  });

  it('keeps its connection through a hundred calls of a kubeconfig', async () => {
    const client = createKubernetes({
      origin: createKubeconfig({ file: await toKubeconfig(), clock: Date.now }),
    });
    const before = connections;
    for (let call = 0; call < 100; call += 1) await client.version();
    expect(connections - before).toBeLessThanOrEqual(2); // undici may open a second before the first is free
    await client.close();
  });

  it('creates only, applies, replaces and removes, with every field as it was given', async () => {
    const client = createKubernetes({ origin: async () => ({ url }) });
    const odd = { data: { key: 'value' }, immutable: false };
    await client.create(configMap('odd', odd));
    await expect(client.create(configMap('odd'))).rejects.toMatchObject({ kind: 'conflict' });
    expect(await client.get('ConfigMap', 'odd', 'default')).toMatchObject(odd);
    const stale = configMap('odd', {
      metadata: { name: 'odd', namespace: 'default', resourceVersion: '1' },
    });
    await expect(client.replace(stale)).rejects.toMatchObject({ kind: 'conflict' });
    await client.apply(configMap('applied', { data: { a: 'b' } }));
    await client.remove('ConfigMap', 'odd', 'default');
    await expect(client.get('ConfigMap', 'odd', 'default')).rejects.toMatchObject({
      kind: 'absent',
      facts: { platform: 'Kubernetes', what: 'odd', because: 'configmaps "odd" not found' },
    });
    await client.close();
  });

  it('sends every field, also one that no model knows', async () => {
    const client = createKubernetes({ origin: async () => ({ url }) });
    const newer = configMap('newer', { fieldOfTomorrow: { a: 'b' } });
    await expect(client.apply(newer)).rejects.toMatchObject({
      facts: { because: expect.stringContaining('fieldOfTomorrow') }, // the server has seen it
    });
    await client.close();
  });

  it('never lets a name leave its place in the path', async () => {
    const client = createKubernetes({ origin: async () => ({ url }) });
    await expect(client.get('ConfigMap', '../secrets/x', 'default')).rejects.toMatchObject({
      kind: 'absent',
    });
    await client.close();
  });

  it('watches from a version on, until the signal ends it', async () => {
    const client = createKubernetes({ origin: async () => ({ url }) });
    const { resourceVersion } = await client.list('ConfigMap', { namespace: 'default' });
    const controller = new AbortController();
    const seen: string[] = [];
    const watching = (async () => {
      for await (const { type, object } of client.watch('ConfigMap', {
        namespace: 'default',
        resourceVersion,
        signal: controller.signal,
      })) {
        if (type === 'BOOKMARK') continue;
        seen.push(`${type} ${object.metadata.name}`);
        if (seen.length === 3) controller.abort();
      }
    })();
    await client.create(configMap('watched'));
    await client.remove('ConfigMap', 'watched', 'default');
    await expect(watching).rejects.toBeInstanceOf(Failure);
    expect(seen).toEqual(['ADDED watched', 'MODIFIED watched', 'DELETED watched']); // a foreground deletion

    await client.close();
  });

  it('says unreachable and late in those words', async () => {
    const nobody = createKubernetes({ origin: async () => ({ url: 'http://127.0.0.1:9' }) });
    await expect(nobody.version()).rejects.toMatchObject({
      kind: 'unreachable',
      facts: { because: 'nothing listens there' },
    });
    const hung = createServer(() => undefined);
    await new Promise<void>((resolve) => hung.listen(0, '127.0.0.1', resolve));
    const address = hung.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const patient = createKubernetes({
      origin: async () => ({ url: `http://127.0.0.1:${port}` }),
      timeoutMs: 50,
    });
    await expect(patient.version()).rejects.toMatchObject({ kind: 'late' });
    hung.closeAllConnections();
    hung.close();
    await Promise.all([nobody.close(), patient.close()]);
  });
});

describe('createKubeconfig', () => {
  it('gives advice about a file that can not be read', async () => {
    const origin = createKubeconfig({ file: '/nowhere/config', clock: Date.now });
    await expect(origin()).rejects.toMatchObject({
      kind: 'unreachable',
      facts: { because: expect.stringContaining('/nowhere/config') },
    });
  });

  it('sends the token of the current user', async () => {
    const origin = createKubeconfig({
      file: await toKubeconfig({ token: 'abc' }),
      clock: Date.now,
    });
    const headers = await (await origin()).headers?.();
    expect(headers).toEqual({ Authorization: 'Bearer abc' });
  });
});
