import type { Component, Recipe } from './component.ts';
import type { StackWorld } from './stack-world.ts';
import type { Step } from './step.ts';
import { checkPermissions } from './steps/check-permissions.ts';
import { makeIdentity } from './steps/make-identity.ts';
import { startServers } from './steps/start-servers.ts';
import { measureServers } from './servers.ts';

type Rollable = Component & { readonly recipe: Recipe };

const annotation = 'hashinetes.dev/certificate';

/**
 * The steps that replace certificates in time and restart the servers that read them, one after the other. Images and
 * everything else of the servers stay as they are.
 */
export function planRenewal(components: readonly Component[]): readonly Step<StackWorld>[] {
  const ours = components.filter(isRollable);
  const parts = ours.map(({ name }) => name);
  const permissions = checkPermissions([], parts, 'renew');
  const identity = makeIdentity([permissions.name], parts);
  const rolls = ours.flatMap((one) => {
    const stamp = stampServers(one, () => identity.stampOf(one.name), [identity.step.name]);
    const { title, name: namespace, recipe } = one;
    const sizeOf = async ({ kubernetes }: StackWorld): Promise<number> =>
      (await measureServers(kubernetes, recipe.statefulSet, namespace))?.wanted ?? 0;
    const { statefulSet } = recipe;
    const name = `restart the servers of ${title}`;
    const meanwhile = recipe.scaling?.admit;
    const options = { name, after: [stamp.name], statefulSet, namespace, sizeOf };
    return [stamp, startServers({ ...options, ...(meanwhile && { meanwhile }) })];
  });
  return [permissions, identity.step, ...rolls];
}

function isRollable(component: Component): component is Rollable {
  return component.recipe !== undefined;
}

/** What is not deployed has nobody to restart. */
function stampServers(
  { title, name: namespace, recipe }: Rollable,
  stamp: () => string | undefined,
  after: readonly string[],
): Step<StackWorld> {
  const target = { kind: 'StatefulSet', name: recipe.statefulSet, namespace };
  let isStamped = false;
  return {
    name: `show ${title} its new certificate`,
    after,
    capMs: 60_000,
    look: () =>
      Promise.resolve(
        isStamped
          ? { kind: 'done', seen: `${title} reads ${stamp() ?? 'none'}` }
          : { kind: 'waiting', seen: 'not shown yet' },
      ),
    async act({ kubernetes }) {
      const annotations = { [annotation]: stamp() ?? null };
      await kubernetes.patch(target, { spec: { template: { metadata: { annotations } } } });
      isStamped = true;
    },
  };
}
