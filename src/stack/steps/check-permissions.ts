import { Failure } from '../../failure.ts';
import type { KubeObject, Kubernetes } from '../../platforms/kubernetes/kubernetes.ts';
import { type Need, needsOf } from '../permissions.ts';
import type { StackDeed } from '../stack-deed.ts';
import type { StackWorld } from '../stack-world.ts';
import type { Step } from '../step.ts';

type Review = KubeObject & { readonly status?: { readonly allowed?: boolean } };

/** Asks beforehand whether all that will be done may be done, and names what may not. */
export function checkPermissions(
  after: readonly string[],
  namespaces: readonly string[],
  deed: StackDeed = 'deploy',
): Step<StackWorld> {
  return {
    name: 'check the permissions',
    after,
    capMs: 60_000,
    async look({ kubernetes }) {
      const asked = namespaces.flatMap((namespace) =>
        needsOf(deed).flatMap(({ verbs, group, resource }) =>
          verbs.map((verb) => ({ namespace, verb, group, resource })),
        ),
      );
      const refusals = (await Promise.all(asked.map((one) => ask(kubernetes, one)))).flat();
      const [first, ...others] = refusals;
      if (first === undefined) return { kind: 'done', seen: `${asked.length} are granted` };
      const more = others.length === 0 ? '' : `, and ${others.length} more like it`;
      const remedy = 'apply deploy/install as an administrator';
      return { kind: 'failed', cause: `Hashinetes may not ${first}${more}; ${remedy}` };
    },
  };
}

type Asked = Omit<Need, 'verbs'> & { readonly namespace: string; readonly verb: string };

async function ask(kubernetes: Kubernetes, attributes: Asked): Promise<readonly string[]> {
  const { namespace, verb, resource } = attributes;
  const review = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    metadata: { name: '' },
    spec: { resourceAttributes: attributes },
  };
  try {
    const { status } = await kubernetes.create<Review>(review);
    return status?.allowed === true ? [] : [`${verb} ${resource} in namespace ${namespace}`];
  } catch (error) {
    if (error instanceof Failure && error.kind === 'forbidden') return []; // may not ask: the deed will tell
    throw error;
  }
}
