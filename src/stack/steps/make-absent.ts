import { agree } from '../agree.ts';
import { Failure } from '../../failure.ts';
import type { Kubernetes } from '../../platforms/kubernetes/kubernetes.ts';
import type { Manifest } from '../manifests.ts';
import type { StackWorld } from '../stack-world.ts';
import type { Step } from '../step.ts';

type Found = 'there' | 'made' | 'hidden';

/**
 * Creates what an installation makes beforehand with rights of its own, where nobody did. What is there is left as it
 * is, and what may not even be looked at is taken to be there: the steps that need it will tell.
 */
export function makeAbsent(
  name: string,
  after: readonly string[],
  toManifests: (world: StackWorld) => Promise<readonly Manifest[]>,
): Step<StackWorld> {
  let found: readonly Found[] | undefined;
  return {
    name,
    after,
    capMs: 60_000,
    look: () =>
      Promise.resolve(
        found ? { kind: 'done', seen: sum(found) } : { kind: 'waiting', seen: 'not looked yet' },
      ),
    async act(world) {
      const manifests = await toManifests(world);
      found = await Promise.all(manifests.map((one) => makeOne(world.kubernetes, one)));
    },
  };
}

async function makeOne(kubernetes: Kubernetes, manifest: Manifest): Promise<Found> {
  const { kind, metadata } = manifest;
  try {
    await kubernetes.get(kind, metadata.name, metadata.namespace);
    return 'there';
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.kind === 'forbidden') return 'hidden';
    if (error.kind !== 'absent') throw error;
  }
  try {
    await kubernetes.create(manifest);
    return 'made';
  } catch (error) {
    if (error instanceof Failure && error.kind === 'conflict') return 'there';
    throw error;
  }
}

function sum(found: readonly Found[]): string {
  const count = (kind: Found): number => found.filter((one) => one === kind).length;
  const parts = [
    `${count('there')} ${agree(count('there'), 'was', 'were')} there`,
    `${count('made')} ${agree(count('made'), 'was', 'were')} made`,
    ...(count('hidden') > 0
      ? [`${count('hidden')} ${agree(count('hidden'), 'is', 'are')} not shown to Hashinetes`]
      : []),
  ];
  return parts.join(', ');
}
