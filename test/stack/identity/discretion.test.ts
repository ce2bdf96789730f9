import { once } from 'node:events';
import { createServer } from 'node:http';
import { inspect } from 'node:util';
import { randomBytes } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { createKubernetes } from '../../../src/platforms/kubernetes/client.ts';
import { ensureIdentity } from '../../../src/stack/identity/ensure-identity.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** An API server that has nothing, takes nothing, and quotes what it refuses. */
async function openGossip(quote: (data: readonly string[]) => string) {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const data: string[] = body === '' ? [] : Object.values(JSON.parse(body).data);
      heard.push(...data);
      const reason = body === '' ? 'NotFound' : 'Invalid';
      response.writeHead(body === '' ? 404 : 422, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ kind: 'Status', reason, message: `no: ${quote(data)}` }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const kubernetes = createKubernetes({
    origin: () => Promise.resolve({ url: `http://127.0.0.1:${port}` }),
  });
  closing.push(async () => {
    await kubernetes.close();
    server.close();
  });
  return { kubernetes, heard };
}

const decode = (value: string): string => Buffer.from(value, 'base64').toString();

it.each([
  ['as it was sent', (data: readonly string[]) => data.join(' ')],
  ['in the clear', (data: readonly string[]) => data.map(decode).join(' ')],
])('says nothing secret where the cluster quotes it %s', async (_how, quote) => {
  const { kubernetes, heard } = await openGossip(quote);
  const error: unknown = await ensureIdentity({
    kubernetes,
    parts: ['consul', 'vault', 'nomad', 'database'],
    clock: Date.now,
    random: randomBytes,
  }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ kind: 'invalid' });
  const told = [
    inspect(error, { depth: 9, showHidden: true }),
    JSON.stringify(error),
    String(error),
  ];
  expect(heard.length).toBeGreaterThan(0);
  for (const value of heard)
    for (const form of [value, decode(value), decode(value).split('\n')[1] ?? value])
      expect(told.join('\n').includes(form), 'a secret was told').toBe(false);
});
