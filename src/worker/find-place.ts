import { Failure } from '../failure.ts';
import type { KubeObject, Kubernetes } from '../platforms/kubernetes/kubernetes.ts';
import type { Adopted } from '../stack/adopted.ts';
import { obstacleTo } from '../stack/obstacle.ts';
import { readVersions } from '../stack/versions.ts';
import type { WorkerPlace } from './job.ts';

type Pod = KubeObject & {
  readonly spec?: { readonly containers?: readonly { name: string; image?: string }[] };
};

/** Where workers run, and the database is that is deployed. */
export const namespace = 'database';

/** The database that was deployed, by the name that its certificate has. */
export async function findDatabaseUrl(kubernetes: Kubernetes): Promise<string> {
  const isMariadb = await exists(kubernetes, 'mariadb');
  return isMariadb
    ? 'mariadb://database.database.svc:3306/demo'
    : 'postgres://database.database.svc:5432/demo';
}

export type FindWorkerPlaceOptions = {
  readonly kubernetes: Kubernetes;
  /** The namespace of Hashinetes itself. */
  readonly home: string;
  /** The folder `deploy/`, which names the image where Hashinetes runs elsewhere. */
  readonly deploy: URL;
  /** The Vault that was given by address, where one was. */
  readonly vault?: Adopted | undefined;
};

/** Where workers run and what they reach there, once Vault and a database are deployed. */
export async function findWorkerPlace({
  kubernetes,
  home,
  deploy,
  vault,
}: FindWorkerPlaceOptions): Promise<WorkerPlace> {
  const [running, databaseUrl] = await Promise.all([
    findImage(kubernetes, home),
    findDatabaseUrl(kubernetes),
  ]);
  const image = running ?? (await readVersions(deploy))('hashinetes', '');
  return {
    namespace,
    image,
    vaultUrl: 'https://vault.vault.svc:8200',
    databaseUrl,
    caSecret: 'database-tls',
    ...(vault && (await toElsewhere(vault))),
  };
}

async function toElsewhere(vault: Adopted): Promise<Pick<WorkerPlace, 'vaultUrl' | 'vault'>> {
  const because = await obstacleTo(vault);
  if (because !== undefined) throw new Failure('invalid', { platform: 'vault', because });
  const { url: vaultUrl, servername } = vault;
  const ca = await vault.ca();
  const trust = {
    ...(ca !== undefined && { ca }),
    ...(servername !== undefined && { servername }),
  };
  return { vaultUrl, vault: trust };
}

/** The image that Hashinetes itself runs from, where it runs in that cluster: nodes can pull it. */
async function findImage(kubernetes: Kubernetes, home: string): Promise<string | undefined> {
  const labelSelector = 'app.kubernetes.io/name=hashinetes,app.kubernetes.io/component=webhook';
  const { items } = await kubernetes.list<Pod>('Pod', { namespace: home, labelSelector });
  const containers = items.flatMap(({ spec }) => spec?.containers ?? []);
  return containers.find(({ name }) => name === 'hashinetes')?.image;
}

async function exists(kubernetes: Kubernetes, statefulSet: string): Promise<boolean> {
  try {
    await kubernetes.get('StatefulSet', statefulSet, namespace);
    return true;
  } catch (error) {
    if (error instanceof Failure && error.kind === 'absent') return false;
    throw error;
  }
}
