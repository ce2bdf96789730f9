import { z } from 'zod';
import { pause } from '../../pause.ts';
import type { Store } from '../kubernetes/store/store.ts';
import type { Servers } from '../quorum.ts';
import { evaluate } from './hcl/evaluate.ts';
import { parseHcl } from './hcl/parse-hcl.ts';
import type { Body } from './hcl/tree.ts';

const map = z.looseObject({ data: z.record(z.string(), z.string()) });
const ports = { http: 4646, rpc: 4647, serf: 4648 } as const;
const retryMs = 200;

export type RegisterOptions = {
  readonly store: Store;
  readonly servers: Servers;
  /** Where in this machine an address is that its pods are told. */
  readonly moved: (url: string) => string;
};

/** A server that made itself known: where it did, and as whom. */
type Known = { readonly url: string; readonly token: string; readonly address: string };

/** The Consul that Nomad's configuration names, where that is not the one beside it. */
export function findElsewhere(store: Store): string | undefined {
  const { data } = map.safeParse(store.get('ConfigMap', 'nomad-adopted', 'nomad'));
  const { blocks } = parseHcl(data?.data['adopted.hcl'] ?? '');
  const consul = blocks.find(({ type }) => type === 'consul')?.body;
  if (!consul) return undefined;
  return `${valueOf(consul, 'ssl') === true ? 'https' : 'http'}://${String(valueOf(consul, 'address'))}`;
}

function valueOf({ attributes }: Body, wanted: string): unknown {
  const found = attributes.find(({ name }) => name === wanted);
  return found && evaluate(found.value, { var: {}, local: {} });
}

/**
 * Nomad's servers make themselves known to the Consul of their configuration, each by its own address, with the token
 * that they were given; who goes takes himself off. Returns how to stop that.
 */
export function registerElsewhere({ store, servers, moved }: RegisterOptions): () => void {
  const known = new Map<string, Known>();
  const ended = new AbortController();
  let work = Promise.resolve();

  const update = (): void => {
    work = work.then(sync).catch(async () => {
      await pause(retryMs, ended.signal);
      if (!ended.signal.aborted) update();
    });
  };

  async function sync(): Promise<void> {
    const url = findElsewhere(store);
    const ready = servers.list().filter((one) => one.ready && one.address !== '');
    for (const { name, address } of ready) {
      if (url === undefined || known.get(name)?.address === address) continue;
      const entry = { url, token: readToken(store), address };
      for (const [tag, Port] of Object.entries(ports)) {
        const Check = { Name: 'Nomad Server Check', Status: 'passing' };
        const told = { ID: toId(tag, address), Name: 'nomad', Tags: [tag], Address: address };
        await tell(entry, 'register', { ...told, Port, Check });
      }
      known.set(name, entry);
    }
    for (const [name, entry] of known) {
      if (ready.some((one) => one.name === name)) continue;
      for (const tag of Object.keys(ports))
        await tell(entry, `deregister/${toId(tag, entry.address)}`);
      known.delete(name);
    }
  }

  async function tell({ url, token }: Known, what: string, body: object = {}): Promise<void> {
    const answer = await fetch(moved(`${url}/v1/agent/service/${what}`), {
      method: 'PUT',
      headers: { 'x-consul-token': token },
      body: JSON.stringify(body),
      signal: ended.signal,
    });
    if (!answer.ok) throw new Error(await answer.text());
  }

  const stops = [
    servers.onChange(update),
    store.subscribe(({ object: { kind, metadata } }) => {
      if (kind === 'ConfigMap' && metadata.name === 'nomad-adopted') update();
    }),
  ];
  return () => {
    ended.abort();
    for (const stop of stops) stop();
  };
}

function toId(tag: string, address: string): string {
  return `_nomad-server-${tag}-${address}`;
}

function readToken(store: Store): string {
  const { data } = map.safeParse(store.get('Secret', 'nomad-adopted-consul', 'nomad'));
  return Buffer.from(data?.data['token'] ?? '', 'base64').toString();
}
