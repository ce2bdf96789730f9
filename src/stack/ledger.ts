import { Failure } from '../failure.ts';
import type { KubeObject, Kubernetes } from '../platforms/kubernetes/kubernetes.ts';
import { ensureNamespace } from './ensure-namespace.ts';
import { type Run, runSchema } from './run.ts';

/** A run and the version of its record: whoever saves with a stale one has lost it to somebody else. */
export type Entry = { readonly run: Run; readonly version: string };

export type Ledger = {
  /**
   * Records a new run, unless one of the same id and to the same end is running: then that one comes back,
   * untouched. One that runs to another end is replaced, and whoever drives it loses it.
   */
  readonly begin: (
    run: Run,
    isSameEnd?: (known: Run) => boolean,
  ) => Promise<{ readonly entry: Entry; readonly isNew: boolean }>;
  readonly save: (entry: Entry) => Promise<Entry>;
  /** Takes a run off the record that is not to be driven after all. */
  readonly withdraw: (entry: Entry) => Promise<void>;
  /** All runs on record, the latest first. */
  readonly list: () => Promise<readonly Entry[]>;
};

/** Where runs are kept, each with a version that changes with every write. */
export type Shelf = {
  /** Nothing where a run of that id is kept already. */
  readonly create: (run: Run) => Promise<Entry | undefined>;
  readonly get: (id: string) => Promise<Entry>;
  /** A conflict where it has another version by now. */
  readonly put: (entry: Entry) => Promise<Entry>;
  readonly remove: (id: string) => Promise<void>;
  readonly list: () => Promise<readonly Entry[]>;
};

type RunRecord = KubeObject & { readonly data?: Readonly<Record<string, string>> };

const mostTries = 5;
const label = 'hashinetes.dev/run';

/** The rules of a ledger, wherever its runs are kept. */
export function keepLedger({ create, get, put, remove, list }: Shelf): Ledger {
  const begin: Ledger['begin'] = async (run, isSameEnd = () => true) => {
    const entry = await create(run);
    if (entry) return { entry, isNew: true };
    for (let left = mostTries; ; left -= 1) {
      const known = await get(run.id);
      if (known.run.state === 'running' && isSameEnd(known.run))
        return { entry: known, isNew: false };
      try {
        return { entry: await put({ run, version: known.version }), isNew: true };
      } catch (error) {
        // its driver has just written what it saw, or somebody else begins it too
        if (left === 0 || !(error instanceof Failure) || error.kind !== 'conflict') throw error;
      }
    }
  };
  return {
    begin,
    save: put,
    withdraw: ({ run }) => remove(run.id),
    async list() {
      const entries = await list();
      return entries.toSorted((a, b) => b.run.startedAt.localeCompare(a.run.startedAt));
    },
  };
}

/** Keeps runs as ConfigMaps labelled `hashinetes.dev/run`, so that kubectl and every replica can read them. */
export function createLedger(kubernetes: Kubernetes, namespace: string): Ledger {
  function toRecord(run: Run, version?: string): RunRecord {
    return {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: run.id,
        namespace,
        labels: { [label]: run.id, 'app.kubernetes.io/managed-by': 'hashinetes' },
        ...(version !== undefined && { resourceVersion: version }),
      },
      data: { state: run.state, 'run.json': `${JSON.stringify(run, undefined, 2)}\n` },
    };
  }

  /** Makes the namespace at the first run of all. */
  async function create(run: Run): Promise<Entry | undefined> {
    try {
      return fromRecord(await kubernetes.create(toRecord(run)));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (error.kind === 'conflict') return undefined;
      if (error.kind !== 'absent') throw error;
    }
    await ensureNamespace(kubernetes, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
    return create(run);
  }

  return keepLedger({
    create,
    get: async (id) => fromRecord(await kubernetes.get<RunRecord>('ConfigMap', id, namespace)),
    put: async ({ run, version }) => fromRecord(await kubernetes.replace(toRecord(run, version))),
    remove: (id) => kubernetes.remove('ConfigMap', id, namespace),
    async list() {
      const { items } = await kubernetes.list<RunRecord>('ConfigMap', {
        namespace,
        labelSelector: label,
      });
      return items.map((item) => fromRecord({ ...item, apiVersion: 'v1', kind: 'ConfigMap' }));
    },
  });
}

function fromRecord({ metadata, data }: RunRecord): Entry {
  const run = runSchema.parse(JSON.parse(data?.['run.json'] ?? 'null'));
  return { run, version: metadata.resourceVersion ?? '' };
}
