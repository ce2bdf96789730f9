import { Failure } from '../failure.ts';
import { type Entry, keepLedger, type Ledger } from './ledger.ts';
import type { Leases } from './lease.ts';
import type { Run } from './run.ts';

/** Keeps runs in this process, for where there is no Kubernetes to record them in: they end with it. */
export function createMemoryLedger(): Ledger {
  const kept = new Map<string, Entry>();
  let version = 0;

  function keep(run: Run): Entry {
    version += 1;
    const entry = { run, version: String(version) };
    kept.set(run.id, entry);
    return entry;
  }

  function find(id: string): Entry {
    const entry = kept.get(id);
    if (entry) return entry;
    throw new Failure('absent', { platform: 'Hashinetes', what: id });
  }

  return keepLedger({
    create: async (run) => (kept.has(run.id) ? undefined : keep(run)),
    get: async (id) => find(id),
    async put(entry) {
      if (find(entry.run.id).version === entry.version) return keep(entry.run);
      const because = 'it was written meanwhile';
      throw new Failure('conflict', { platform: 'Hashinetes', what: entry.run.id, because });
    },
    remove: async (id) => void kept.delete(id),
    list: async () => [...kept.values()],
  });
}

/** What is begun in this process alone leaves by no wire, and is begun all the same. */
export function noted(ledger: Ledger, note: () => void): Ledger {
  return { ...ledger, begin: (...given) => (note(), ledger.begin(...given)) };
}

/** Where only this process knows of a run, nobody else can hold it. */
export const ownLeases: Leases = { hold: async () => true, release: async () => undefined };
