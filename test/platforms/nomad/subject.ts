import { expect, vi } from 'vitest';
import { createNomad, type NomadClient } from '../../../src/platforms/nomad/client.ts';
import type { Tally } from '../../../src/platforms/nomad/nomad.ts';
import type { Place } from './places.ts';

type Raw = { readonly response: Response; readonly status: number; readonly text: string };

/** A Nomad under test, through our client and beside it. */
export type Subject = {
  readonly nomad: NomadClient;
  readonly opened: Promise<Place>;
  readonly raw: (path: string, init?: RequestInit) => Promise<Raw>;
  /** A job's ID that no other run has used. */
  readonly id: (what: string) => string;
  readonly tally: (job: string) => Promise<Tally>;
  readonly running: (job: string, count: number) => Promise<void>;
  readonly ended: (job: string) => Promise<void>;
};

export function createSubject(opened: Promise<Place>): Subject {
  const run = Date.now().toString(36);
  const origin = opened.then(({ url }) => ({ url }));
  const nomad = createNomad({ origin: () => origin });
  const tally: Subject['tally'] = async (job) => {
    const { value } = await nomad.summary(job);
    return value.Summary['g'] ?? expect.fail('the job has no group g');
  };
  const ended: Subject['ended'] = (job) =>
    eventually(async () => {
      const { value } = await nomad.allocations(job);
      const busy = value.filter(({ ClientStatus }) => /pending|running/.test(ClientStatus));
      expect(busy).toEqual([]);
    });
  return {
    nomad,
    ended,
    opened,
    id: (what) => `contract-${run}-${what}`,
    raw: async (path, init = {}) => {
      const response = await fetch((await opened).url + path, init);
      return { response, status: response.status, text: await response.text() };
    },
    tally,
    running: (job, count) =>
      eventually(async () =>
        expect(await tally(job)).toMatchObject({ Running: count, Starting: 0 }),
      ),
  };
}

export function eventually(check: () => Promise<unknown>): Promise<void> {
  return vi.waitFor(async () => void (await check()), { timeout: 45_000, interval: 50 });
}

export function first<T>(items: readonly T[]): T {
  const [item] = items;
  return item ?? expect.fail('there is none');
}
