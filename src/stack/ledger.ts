import { Failure } from '../failure.ts';
import type { KubeObject, Kubernetes } from '../platforms/kubernetes/kubernetes.ts';
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

  async function create(run: Run): Promise<Entry> {
    return fromRecord(await kubernetes.create(toRecord(run)));
  }

  return {
    async begin(run) {
      try {
        return { entry: await create(run), isNew: true };
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        if (error.kind === 'absent') {
          await ensureNamespace(kubernetes, namespace);
          return { entry: await create(run), isNew: true };
        }
        if (error.kind !== 'conflict') throw error;
      }
      const known = fromRecord(await kubernetes.get<RunRecord>('ConfigMap', run.id, namespace));
      if (known.run.state === 'running') return { entry: known, isNew: false };
      return {
        entry: fromRecord(await kubernetes.replace(toRecord(run, known.version))),
        isNew: true,
      };
    },
    async save({ run, version }) {
      return fromRecord(await kubernetes.replace(toRecord(run, version)));
    },
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

/** Makes the namespace if nobody did; one that exists is left as it is. */
export async function ensureNamespace(kubernetes: Kubernetes, name: string): Promise<void> {
  try {
    await kubernetes.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'conflict') throw error;
  }
}
