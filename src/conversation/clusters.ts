import { z } from 'zod';
import type { Catalog, Entry } from './catalog.ts';
import type { Lists } from './recognition/lists.ts';
import { fill } from './voice.ts';

/** The conversation is the same wherever one talks about. */
const everywhere = /^(?:smalltalk|audit|cluster)\//;

/**
 * Gives the slot `cluster` to every intent that acts on a platform, where there are several clusters; the first is
 * the default. With one cluster nothing changes.
 */
export function withClusters(
  catalog: Catalog,
  clusters: readonly string[],
  words: Lists['clusters'],
): Catalog {
  const [first] = clusters;
  if (first === undefined || clusters.length === 1) return catalog;
  const ask = fill(words.ask, {
    known: clusters,
  });
  const cluster = { type: 'cluster', ask, fallback: first };
  const place = ({ script, intent }: Entry): Entry => ({
    intent: { ...intent, slots: intent.slots.extend({ cluster: z.string().optional() }) },
    script: { ...script, slots: { ...script.slots, cluster }, order: words.order },
  });
  return new Map(
    Array.from(catalog, ([id, entry]) => [id, everywhere.test(id) ? entry : place(entry)]),
  );
}

/** The entry as it is in a conversation that goes by another cluster than the default. */
export function goingBy(entry: Entry, home: string | undefined): Entry {
  const { script } = entry;
  const { cluster } = script.slots;
  if (home === undefined || cluster?.fallback === undefined) return entry;
  const slots = { ...script.slots, cluster: { ...cluster, fallback: home } };
  return { ...entry, script: { ...script, slots } };
}
