import { createServer } from 'node:http';
import { Agent, type Dispatcher, request } from 'undici';
import {
  type KubernetesSandbox,
  createKubernetesSandbox,
} from '../../../src/sandbox/kubernetes/kubernetes-sandbox.ts';
import { createPace } from '../../../src/sandbox/pace.ts';
import type { Body, WatchEvent } from './body.ts';

type Sending = { body?: unknown; type?: string; headers?: Record<string, string> };

/** A way into an API server, the sandbox's or a real one. */
export type Door = {
  readonly url: string;
  readonly send: (
    method: Dispatcher.HttpMethod,
    path: string,
    sending?: Sending,
  ) => Promise<{
    readonly status: number;
    readonly body: Body;
    readonly text: string;
    readonly warnings: readonly string[];
  }>;
  /** The events of a watch: so many of them, or until the server ends it. */
  readonly watch: (path: string, count?: number) => Promise<readonly WatchEvent[]>;
  readonly close: () => Promise<void>;
};

export const types = {
  json: 'application/json',
  apply: 'application/apply-patch+yaml',
  merge: 'application/merge-patch+json',
  protobuf: 'application/vnd.kubernetes.protobuf',
  jsonPatch: 'application/json-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

export type SandboxDoor = Door & { readonly sandbox: KubernetesSandbox };

export async function openSandbox(): Promise<SandboxDoor> {
  let seed = 7;
  const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const clock = (): Date => new Date();
  const sandbox = createKubernetesSandbox({ pace: createPace(0), clock, random });
  const server = createServer(sandbox.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const door = openDoor(`http://127.0.0.1:${port}`, new Agent());
  return {
    ...door,
    sandbox,
    async close() {
      sandbox.stop();
      await door.close();
      await new Promise<unknown>((resolve) => server.close(resolve));
    },
  };
}

const decode = (data = ''): string => Buffer.from(data, 'base64').toString('utf8');

/** The server that a kubeconfig with a client certificate names. */
export async function openReal(file: string): Promise<Door> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromFile(file);
  const cluster = config.getCurrentCluster();
  const user = config.getCurrentUser();
  const connect = {
    ca: decode(cluster?.caData),
    cert: decode(user?.certData),
    key: decode(user?.keyData),
  };
  return openDoor(cluster?.server ?? '', new Agent({ connect }));
}

const isRaw = (body: unknown): body is string | Buffer =>
  typeof body === 'string' || Buffer.isBuffer(body);

function openDoor(url: string, dispatcher: Agent): Door {
  const ask = (
    method: Dispatcher.HttpMethod,
    path: string,
    { body, type = types.json, headers }: Sending = {},
  ): Promise<Dispatcher.ResponseData> =>
    request(url + path, {
      method,
      dispatcher,
      headers: {
        'user-agent': 'contract/1.0',
        ...(body !== undefined && { 'content-type': type }),
        ...headers,
      },
      ...(body !== undefined && { body: isRaw(body) ? body : JSON.stringify(body) }),
    });
  return {
    url,
    async send(method, path, sending) {
      const answer = await ask(method, path, sending);
      const text = await answer.body.text();
      const isJson = String(answer.headers['content-type']).startsWith(types.json);
      const warnings = [answer.headers['warning'] ?? []].flat();
      return {
        status: answer.statusCode,
        body: isJson ? JSON.parse(text) : undefined,
        text,
        warnings,
      };
    },
    async watch(path, count = Infinity) {
      const { body } = await ask('GET', path);
      const events: WatchEvent[] = [];
      let rest = '';
      for await (const chunk of body) {
        const lines = (rest + String(chunk)).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) events.push(JSON.parse(line));
        if (events.length >= count) break;
      }
      return events;
    },
    close: () => dispatcher.destroy(),
  };
}

const changing = new Set(['uid', 'resourceVersion', 'creationTimestamp', 'time']);

/** Without what no two runs share. */
export function settled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(settled);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => !changing.has(name));
  return Object.fromEntries(entries.map(([name, inner]) => [name, settled(inner)]));
}

/** Asks until it is so, for twelve seconds at most. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isSo: (value: T) => boolean,
): Promise<T> {
  const end = Date.now() + 12_000;
  for (;;) {
    const value = await ask();
    if (isSo(value)) return value;
    if (Date.now() > end) throw new Error(`It never became so: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
