import { Failure } from '../../failure.ts';
import type { KubeObject, Kubernetes } from '../../platforms/kubernetes/kubernetes.ts';
import type { Component, Recipe } from '../component.ts';
import { secretsOf } from '../identity/keyring.ts';
import type { Manifest } from '../manifests.ts';
import type { StackWorld } from '../stack-world.ts';
import type { Step } from '../step.ts';
import { labelOf } from './take-off.ts';

export type Removable = Component & { readonly recipe: Recipe };

/**
 * Removes what runs of a component and what it was told, and is done when no pod of it is left. Its Services stay for
 * as long as its volumes do: raft remembers servers by the addresses of theirs.
 */
export function takeDown(
  { title, name: namespace, recipe }: Removable,
  manifests: readonly Manifest[],
  after: readonly string[],
): Step<StackWorld> {
  const { statefulSet } = recipe;
  const removed = manifests.filter(({ kind }) => kind !== 'Service');
  return {
    name: `take ${title} down`,
    after,
    capMs: 5 * 60_000,
    async look({ kubernetes }) {
      const pods = await kubernetes.pods({ namespace, labelSelector: labelOf(statefulSet) });
      const left = await findAll(kubernetes, removed);
      if (pods.length > 0)
        return { kind: 'waiting', seen: `${countOf(pods.length, 'server')} still there` };
      if (left.length > 0)
        return { kind: 'waiting', seen: `${countOf(left.length, 'object')} still there` };
      return { kind: 'done', seen: 'no server is left' };
    },
    act: ({ kubernetes }) => removeAll(kubernetes, removed),
  };
}

/** Removes volumes, secrets and addresses, once nothing uses them, and is done when none is left. */
export function takeData(
  { title, name, recipe }: Removable,
  manifests: readonly Manifest[],
  after: readonly string[],
): Step<StackWorld> {
  const services = manifests.filter(({ kind }) => kind === 'Service');
  return {
    name: `remove the data of ${title}`,
    after,
    capMs: 5 * 60_000,
    async look({ kubernetes, identity }) {
      const claims = await listClaims(kubernetes, name, recipe.statefulSet);
      const secrets = await identity.list(secretsOf([name]));
      const left = await findAll(kubernetes, services);
      if (claims.length > 0)
        return { kind: 'waiting', seen: `${countOf(claims.length, 'volume')} still there` };
      const others = secrets.length + left.length;
      if (others > 0) return { kind: 'waiting', seen: `${countOf(others, 'object')} still there` };
      return { kind: 'done', seen: 'no volume and no secret is left' };
    },
    async act({ kubernetes, identity }) {
      const claims = await listClaims(kubernetes, name, recipe.statefulSet);
      await removeAll(kubernetes, [...claims, ...services]);
      await identity.remove(secretsOf([name]));
    },
  };
}

/** The volume claims of a component, with those that servers of higher numbers left behind. */
export async function listClaims(
  kubernetes: Pick<Kubernetes, 'list'>,
  namespace: string,
  statefulSet: string,
): Promise<readonly KubeObject[]> {
  const selection = { namespace, labelSelector: labelOf(statefulSet) };
  const { items } = await kubernetes.list<KubeObject>('PersistentVolumeClaim', selection);
  return items.map(({ metadata }) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata,
  }));
}

async function findAll(
  kubernetes: Kubernetes,
  objects: readonly KubeObject[],
): Promise<readonly string[]> {
  const found = await Promise.all(
    objects.map(async ({ kind, metadata: { name, namespace } }) =>
      (await isThere(kubernetes, kind, name, namespace)) ? [name] : [],
    ),
  );
  return found.flat();
}

async function isThere(
  kubernetes: Kubernetes,
  kind: string,
  name: string,
  namespace: string | undefined,
): Promise<boolean> {
  try {
    await kubernetes.get(kind, name, namespace);
    return true;
  } catch (error) {
    if (error instanceof Failure && error.kind === 'absent') return false;
    throw error;
  }
}

async function removeAll(kubernetes: Kubernetes, objects: readonly KubeObject[]): Promise<void> {
  await Promise.all(
    objects.map(async ({ kind, metadata: { name, namespace } }) => {
      try {
        await kubernetes.remove(kind, name, namespace);
      } catch (error) {
        if (!(error instanceof Failure) || error.kind !== 'absent') throw error;
      }
    }),
  );
}

function countOf(count: number, noun: string): string {
  return count === 1 ? `1 ${noun} is` : `${count} ${noun}s are`;
}
