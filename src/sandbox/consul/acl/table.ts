import type { Journal } from '../journal.ts';

export type Stamps = { readonly CreateIndex: number; readonly ModifyIndex: number };

/** Records of one sort by their ID, in the order they came. */
export type Table<T> = {
  readonly all: () => readonly (T & Stamps)[];
  readonly get: (id: string) => (T & Stamps) | undefined;
  readonly put: (id: string, record: T) => T & Stamps;
  readonly remove: (id: string) => void;
  readonly index: () => number;
};

export function createTable<T extends object>(journal: Journal, topic: string): Table<T> {
  const records = new Map<string, T & Stamps>();
  return {
    all: () => Array.from(records.values()),
    get: (id) => records.get(id),
    put: (id, record) => {
      const ModifyIndex = journal.index() + 1;
      const CreateIndex = records.get(id)?.CreateIndex ?? ModifyIndex;
      const kept = { ...record, CreateIndex, ModifyIndex };
      records.set(id, kept);
      journal.write([topic]);
      return kept;
    },
    remove: (id) => {
      if (records.delete(id)) journal.write([topic]);
    },
    index: () => journal.indexOf(topic),
  };
}
