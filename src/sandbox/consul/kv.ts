import type { Journal } from './journal.ts';

export type Value = {
  readonly LockIndex: 0;
  readonly Key: string;
  readonly Flags: number;
  /** Base64, or null for nothing. */
  readonly Value: string | null;
  readonly CreateIndex: number;
  readonly ModifyIndex: number;
};

export type Kv = {
  readonly get: (key: string) => Value | undefined;
  /** Sorted by key. */
  readonly under: (prefix: string) => readonly Value[];
  /** With `cas`, only while the value is still at that ModifyIndex (0: not there yet). */
  readonly put: (key: string, text: string, flags: number, cas?: number) => boolean;
  readonly remove: (key: string, cas?: number) => boolean;
  readonly removeUnder: (prefix: string) => void;
  readonly index: () => number;
};

export function createKv(journal: Journal): Kv {
  const values = new Map<string, Value>();
  const under = (prefix: string): readonly Value[] =>
    Array.from(values.values())
      .filter(({ Key }) => Key.startsWith(prefix))
      .toSorted((a, b) => (a.Key < b.Key ? -1 : 1));
  const isAt = (key: string, cas: number | undefined): boolean =>
    cas === undefined || (values.get(key)?.ModifyIndex ?? 0) === cas;

  return {
    get: (key) => values.get(key),
    under,
    index: () => journal.indexOf('kv'),
    put: (Key, text, Flags, cas) => {
      if (!isAt(Key, cas)) return false;
      journal.write(['kv'], (ModifyIndex) => {
        const CreateIndex = values.get(Key)?.CreateIndex ?? ModifyIndex;
        const encoded = text === '' ? null : Buffer.from(text).toString('base64');
        values.set(Key, { LockIndex: 0, Key, Flags, Value: encoded, CreateIndex, ModifyIndex });
      });
      return true;
    },
    remove: (key, cas) => {
      if (!isAt(key, cas)) return false;
      if (values.delete(key)) journal.write(['kv']);
      return true;
    },
    removeUnder: (prefix) => {
      const gone = under(prefix);
      for (const { Key } of gone) values.delete(Key);
      if (gone.length > 0) journal.write(['kv']);
    },
  };
}
