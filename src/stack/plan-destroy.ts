import { authority } from './identity/keyring.ts';
import type { Part } from './identity/keyring-entry.ts';
import type { Component } from './component.ts';
import { loadManifests } from './manifests.ts';
import type { StackWorld } from './stack-world.ts';
import type { Step } from './step.ts';
import { checkPermissions } from './steps/check-permissions.ts';
import { type Removable, takeData, takeDown } from './steps/take-down.ts';

type Extent = {
  readonly withData: boolean;
  readonly isEverything: boolean;
  readonly isAdopted: (part: Part) => boolean;
};

/**
 * The steps that take components down, whoever needs another before that one, and with their data if asked. Namespaces
 * and accounts stay: an installation made them.
 */
export async function planDestruction(
  components: readonly Component[],
  deploy: URL,
  { withData, isEverything, isAdopted }: Extent,
): Promise<readonly Step<StackWorld>[]> {
  const ours = components.filter(isRemovable).toReversed(); // needs come first in the list of all
  const permissions = checkPermissions(
    [],
    ours.map(({ name }) => name),
    'destroy',
  );
  const steps: Step<StackWorld>[] = [permissions];
  const last = (): readonly string[] => steps.slice(-1).map(({ name }) => name);
  for (const one of ours) {
    const folders = one.recipe.folders.map((folder) => new URL(`${folder}/`, deploy));
    const manifests = await loadManifests(folders);
    steps.push(...(one.recipe.farewell?.(last(), withData) ?? []));
    steps.push(takeDown(one, manifests, last()));
    if (!withData) continue;
    steps.push(...(one.recipe.dismissal?.(last(), isAdopted) ?? []));
    steps.push(takeData(one, manifests, last()));
  }
  return withData && isEverything ? [...steps, removeAuthority(last())] : steps;
}

function isRemovable(component: Component): component is Removable {
  return component.recipe !== undefined;
}

/** The CA is everybody's, so it goes with the last of them. */
function removeAuthority(after: readonly string[]): Step<StackWorld> {
  return {
    name: 'remove the certificate authority',
    after,
    capMs: 60_000,
    async look({ identity }) {
      const found = await identity.list([authority]);
      if (found.length > 0) return { kind: 'waiting', seen: `${authority} is still there` };
      return { kind: 'done', seen: 'nothing is signed by it any more' };
    },
    act: ({ identity }) => identity.remove([authority]),
  };
}
