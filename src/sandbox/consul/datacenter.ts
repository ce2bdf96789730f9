import { type Catalog, createCatalog } from './catalog/catalog.ts';
import type { Journal } from './journal.ts';
import { createKv, type Kv } from './kv.ts';

/** What the servers of one datacenter hold. */
export type Datacenter = {
  readonly name: string;
  readonly journal: Journal;
  readonly catalog: Catalog;
  readonly kv: Kv;
};

export function createDatacenter(name: string, journal: Journal): Datacenter {
  return { name, journal, catalog: createCatalog(name, journal), kv: createKv(journal) };
}
