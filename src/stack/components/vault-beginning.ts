import { setTimeout } from 'node:timers/promises';
import { Failure } from '../../failure.ts';
import type { KubeObject, Kubernetes } from '../../platforms/kubernetes/kubernetes.ts';
import type { StackWorld } from '../stack-world.ts';
import { orAbsent } from '../../platforms/or-absent.ts';

type Beginning = KubeObject & { readonly data?: Readonly<Record<string, string>> };
type Claims = readonly KubeObject[];

const name = 'vault-beginning';
const namespace = 'vault';
const longestMs = 4 * 60_000;

/**
 * Notes that the volume of the first server is about to be initialised. Where its keys are never kept, nobody ever
 * had them, and so nothing can be in it.
 */
export async function noteBeginning({ kubernetes, home }: StackWorld): Promise<void> {
  const volume = await firstVolume(kubernetes);
  if (volume === undefined) return; // its storage is none of ours
  const note = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: home } };
  const known = await find(kubernetes, home);
  if (known === undefined) await kubernetes.create(write(note, volume));
  else await kubernetes.replace(write({ ...note, metadata: known.metadata }, volume));
}

/** Once the keys are kept, what they open is never to be begun anew. */
export async function forgetBeginning({ kubernetes, home }: StackWorld): Promise<void> {
  if (await find(kubernetes, home)) await orAbsent(kubernetes.remove('ConfigMap', name, home));
}

/** Whether the volume of the first server is one that we were about to initialise. */
export async function isOurBeginning({ kubernetes, home }: StackWorld): Promise<boolean> {
  const [known, volume] = await Promise.all([find(kubernetes, home), firstVolume(kubernetes)]);
  return volume !== undefined && known?.data?.['volume'] === volume;
}

/**
 * Takes the servers away with their volumes and puts them back on empty ones. Whoever is interrupted in between leaves
 * servers that the next run applies again.
 */
export async function beginAnew({ kubernetes }: StackWorld): Promise<void> {
  const set = await kubernetes.get<KubeObject & { readonly spec: object }>(
    'StatefulSet',
    'vault',
    namespace,
  );
  const until = Date.now() + longestMs;
  await kubernetes.remove('StatefulSet', 'vault', namespace);
  await gone(() => isThere(kubernetes));
  for (const { metadata } of await claimsOf(kubernetes))
    await orAbsent(kubernetes.remove('PersistentVolumeClaim', metadata.name, namespace));
  await gone(async () => (await claimsOf(kubernetes)).length > 0);
  const { labels, annotations } = set.metadata;
  const metadata = {
    name: 'vault',
    namespace,
    ...(labels && { labels }),
    ...(annotations && { annotations }),
  };
  const { apiVersion, kind, spec } = set;
  await kubernetes.apply({ apiVersion, kind, metadata, spec }, { force: true });

  async function gone(isStillThere: () => Promise<boolean>): Promise<void> {
    while (await isStillThere()) {
      if (Date.now() > until)
        throw new Failure('unready', { because: 'its servers do not go away' });
      await setTimeout(250); // the next call ends with the run
    }
  }
}

function write(note: KubeObject, volume: string): Beginning {
  return { ...note, data: { volume } };
}

async function find(kubernetes: Kubernetes, home: string): Promise<Beginning | undefined> {
  return orAbsent(kubernetes.get<Beginning>('ConfigMap', name, home));
}

async function isThere(kubernetes: Kubernetes): Promise<boolean> {
  return (await orAbsent(kubernetes.get('StatefulSet', 'vault', namespace))) !== undefined;
}

async function firstVolume(kubernetes: Kubernetes): Promise<string | undefined> {
  const claims = await claimsOf(kubernetes);
  return claims.find(({ metadata }) => metadata.name === 'data-vault-0')?.metadata.uid;
}

async function claimsOf(kubernetes: Kubernetes): Promise<Claims> {
  const labelSelector = 'app.kubernetes.io/name=vault';
  return (await kubernetes.list('PersistentVolumeClaim', { namespace, labelSelector })).items;
}
