import { Failure } from '../../failure.ts';
import type { KubeObject, Kubernetes } from '../../platforms/kubernetes/kubernetes.ts';
import type { StackWorld } from '../stack-world.ts';
import type { Step } from '../step.ts';

type Need = {
  readonly verbs: readonly string[];
  readonly group: string;
  readonly resource: string;
};
type Review = KubeObject & { readonly status?: { readonly allowed?: boolean } };

const needs: readonly Need[] = [
  { verbs: ['get', 'create', 'patch'], group: 'apps', resource: 'statefulsets' },
  { verbs: ['create', 'patch'], group: '', resource: 'services' },
  { verbs: ['create', 'patch'], group: '', resource: 'configmaps' },
  { verbs: ['create', 'patch'], group: 'policy', resource: 'poddisruptionbudgets' },
  { verbs: ['create'], group: '', resource: 'secrets' },
  { verbs: ['list', 'watch'], group: '', resource: 'pods' },
];

/** Asks beforehand whether all that will be done may be done, and names what may not. */
export function checkPermissions(
  after: readonly string[],
  namespaces: readonly string[],
): Step<StackWorld> {
  return {
    name: 'check the permissions',
    after,
    capMs: 60_000,
    async look({ kubernetes }) {
      const asked = namespaces.flatMap((namespace) =>
        needs.flatMap(({ verbs, group, resource }) =>
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

type Asked = {
  readonly namespace: string;
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
};

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
