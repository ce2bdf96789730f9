import { Failure } from '../failure.ts';
import type { KubeObject, Kubernetes } from '../platforms/kubernetes/kubernetes.ts';
import { ensureNamespace } from './ensure-namespace.ts';
import { type Run, runSchema } from './run.ts';

/** A run and the version of its record: whoever saves with a stale one has lost it to somebody else. */
export type Entry = { readonly run: Run; readonly version: string };

export type Ledger = {
  /** Records a new run, unless one of the same id is running: then that one comes back, untouched. */
  readonly begin: (run: Run) => Promise<{ readonly entry: Entry; readonly isNew: boolean }>;
  readonly save: (entry: Entry) => Promise<Entry>;
  /** All runs on record, the latest first. */
  readonly list: () => Promise<readonly Entry[]>;
};

type RunRecord = KubeObject & { readonly data?: Readonly<Record<string, string>> };

const label = 'hashinetes.dev/run';

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

  /** Nothing where a run of that id is on record already. Makes the namespace at the first run of all. */
  async function createIn(run: Run): Promise<Entry | undefined> {
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
    return createIn(run);
  }

  async function put({ run, version }: Entry): Promise<Entry> {
    return fromRecord(await kubernetes.replace(toRecord(run, version)));
  }

  return {
    async begin(run) {
      const entry = await createIn(run);
      if (entry) return { entry, isNew: true };
      const known = fromRecord(await kubernetes.get<RunRecord>('ConfigMap', run.id, namespace));
      if (known.run.state === 'running') return { entry: known, isNew: false };
      return { entry: await put({ run, version: known.version }), isNew: true };
    },
    save: put,
    async list() {
      const { items } = await kubernetes.list<RunRecord>('ConfigMap', {
        namespace,
        labelSelector: label,
      });
      const entries = items.map((item) =>
        fromRecord({ ...item, apiVersion: 'v1', kind: 'ConfigMap' }),
      );
      return entries.toSorted((a, b) => b.run.startedAt.localeCompare(a.run.startedAt));
    },
  };
}

function fromRecord({ metadata, data }: RunRecord): Entry {
  const run = runSchema.parse(JSON.parse(data?.['run.json'] ?? 'null'));
  return { run, version: metadata.resourceVersion ?? '' };
}
