import { expect, vi } from 'vitest';
import { type ConsulClient, createConsul } from '../../../src/platforms/consul/client.ts';
import { Secret } from '../../../src/secret.ts';
import type { Place } from './places.ts';

type Raw = { readonly status: number; readonly text: string; readonly headers: Headers };

/** A Consul under test, through our client and beside it. */
export type Subject = {
  readonly consul: ConsulClient;
  /** The same Consul to somebody with another token. */
  readonly as: (token: string) => ConsulClient;
  readonly raw: (method: string, path: string, body?: string) => Promise<Raw>;
  /** A name that no other run has used. */
  readonly id: (what: string) => string;
};

export function createSubject(opened: Promise<Place>): Subject {
  const run = Date.now().toString(36);
  const origin = opened.then(({ url }) => ({ url }));
  let token = new Secret('not yet');
  void opened.then((place) => (token = new Secret(place.token)));
  return {
    consul: createConsul({ origin: () => origin, token: () => token }),
    as: (other) => createConsul({ origin: () => origin, token: () => new Secret(other) }),
    id: (what) => `contract-${run}-${what}`,
    raw: async (method, path, body) => {
      const headers = { 'x-consul-token': token.reveal() };
      const init = { method, headers, ...(body !== undefined && { body }) };
      const response = await fetch((await origin).url + path, init);
      return { status: response.status, text: await response.text(), headers: response.headers };
    },
  };
}

export function eventually(check: () => Promise<unknown>): Promise<void> {
  return vi.waitFor(async () => void (await check()), { timeout: 20_000, interval: 50 });
}

export function first<T>(items: readonly T[]): T {
  const [item] = items;
  return item ?? expect.fail('there is none');
}
