import { afterEach, expect, test } from 'vitest';
import { createNomad, type NomadOptions } from '../../../src/platforms/nomad/client.ts';
import { Secret } from '../../../src/secret.ts';
import type { RequestListener } from 'node:http';
import { serve } from '../../servers/listen.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

async function connect(listener: RequestListener, options: Partial<NomadOptions> = {}) {
  const { url, close } = await serve(listener);
  const origin = { url };
  const nomad = createNomad({ origin: async () => origin, ...options });
  closers.push(nomad.close, close);
  return nomad;
}

test('sends token, namespace and region with every call', async () => {
  const seen: unknown[] = [];
  const nomad = await connect(
    (request, response) => {
      seen.push([request.url, request.headers['x-nomad-token']]);
      response.end('[]');
    },
    { token: () => new Secret('s3cr3t'), namespace: 'team a', region: 'eu' },
  );
  await nomad.jobs();
  expect(seen).toEqual([['/v1/jobs?namespace=team+a&region=eu', 's3cr3t']]);
});

test('encodes every name, so that it stays in its place', async () => {
  const seen: unknown[] = [];
  const nomad = await connect((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.end('{"EvalID":""}');
  });
  await nomad.stop('../nodes');
  await nomad.stop('a/b?purge=true');
  await nomad.scale('x#y', 'g', 1, '');
  expect(seen).toEqual([
    'DELETE /v1/job/..%2Fnodes?purge=false',
    'DELETE /v1/job/a%2Fb%3Fpurge%3Dtrue?purge=false',
    'POST /v1/job/x%23y/scale',
  ]);
});

test('gives up on a server that hangs at the deadline', async () => {
  const nomad = await connect(() => undefined, { timeoutMs: 60 });
  const start = performance.now();
  await expect(nomad.jobs()).rejects.toMatchObject({ kind: 'late', facts: { platform: 'nomad' } });
  expect(performance.now() - start).toBeLessThan(1_000);
});

test('gives up on an address that does not come', async () => {
  const nomad = createNomad({ origin: () => new Promise(() => undefined), timeoutMs: 60 });
  await expect(nomad.jobs()).rejects.toMatchObject({ kind: 'late' });
});

test('gives a blocking query its wait, the jitter and a second', async () => {
  const seen: string[] = [];
  const nomad = await connect((request) => void seen.push(request.url ?? ''), { timeoutMs: 50 });
  const start = performance.now();
  const wait = nomad.summary('ping', { index: 7, waitSeconds: 0.16 });
  await expect(wait).rejects.toMatchObject({ kind: 'late' });
  expect(performance.now() - start).toBeGreaterThan(1_150);
  expect(seen).toEqual(['/v1/job/ping/summary?index=7&wait=160ms']);
});

test('says that nothing listens', async () => {
  const { url, close } = await serve(() => undefined);
  await close();
  const origin = { url };
  const nomad = createNomad({ origin: async () => origin });
  await expect(nomad.jobs()).rejects.toMatchObject({
    kind: 'unreachable',
    facts: { because: 'nothing listens there' },
  });
});

test('takes null for an empty list and keeps fields that it does not know', async () => {
  const nomad = await connect((request, response) => {
    const nothing = request.url?.includes('allocations');
    response.setHeader('X-Nomad-Index', '12');
    response.end(nothing ? 'null' : '{"ID":"ping","Banana":1,"TaskGroups":null}');
  });
  expect(await nomad.allocations('ping')).toEqual({ value: [], index: 12 });
  expect(await nomad.job('ping')).toEqual({ ID: 'ping', Banana: 1, TaskGroups: null });
});

test('does not trust an answer that is not Nomad’s', async () => {
  const nomad = await connect((_request, response) => response.end('<html>'));
  await expect(nomad.job('ping')).rejects.toMatchObject({
    kind: 'unready',
    facts: { what: 'job/ping' },
  });
});

test.each([
  [500, 'No cluster leader', 'unready'],
  [500, 'rpc error: No cluster leader', 'unready'],
  [403, 'Permission denied', 'forbidden'],
  [403, 'ACL token not found', 'forbidden'],
  [500, 'Enforcing job modify index 0: job already exists', 'conflict'],
  [400, 'job scaling blocked due to active deployment', 'conflict'],
  [404, 'job not found', 'absent'],
  [500, 'parameterized job not found', 'absent'],
  [500, 'alloc lookup failed: index error: UUID must be 36 characters', 'absent'],
  [500, '1 error occurred:\n\t* Missing job task groups\n\n', 'invalid'],
  [400, 'Failed to parse job: input.hcl:2,3-9: Unsupported argument; …', 'invalid'],
  [429, 'Your IP is issuing too many concurrent connections', 'unready'],
])('hears %i "%s" as %s and keeps the text', async (status, text, kind) => {
  const nomad = await connect((_request, response) => response.writeHead(status).end(text));
  const because = text.trim().replaceAll(/\s+/g, ' ');
  await expect(nomad.job('ping')).rejects.toMatchObject({
    kind,
    facts: { platform: 'nomad', what: 'ping', status, because },
  });
});

test('does not send a variable whose name is more than a name', async () => {
  const nomad = await connect(() => undefined);
  const wrong = { 'count = 1\nx': 2 };
  await expect(async () => nomad.parse('job "x" {}', wrong)).rejects.toMatchObject({
    kind: 'invalid',
  });
});
