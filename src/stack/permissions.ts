import type { StackDeed } from './stack-deed.ts';

/** What is done to one kind of thing where a component lives. */
export type Need = {
  readonly verbs: readonly string[];
  readonly group: string;
  readonly resource: string;
};

const pods: Need = { verbs: ['list', 'watch'], group: '', resource: 'pods' };

const needs: Readonly<Record<StackDeed, readonly Need[]>> = {
  deploy: [
    { verbs: ['get', 'create', 'patch'], group: 'apps', resource: 'statefulsets' },
    { verbs: ['create', 'patch'], group: '', resource: 'services' },
    { verbs: ['create', 'patch'], group: '', resource: 'configmaps' },
    { verbs: ['create', 'patch'], group: 'policy', resource: 'poddisruptionbudgets' },
    { verbs: ['create'], group: '', resource: 'secrets' },
    pods,
  ],
  scale: [
    { verbs: ['get', 'patch'], group: 'apps', resource: 'statefulsets' },
    { verbs: ['get', 'patch'], group: '', resource: 'configmaps' },
    { verbs: ['list', 'delete'], group: '', resource: 'persistentvolumeclaims' },
    pods,
  ],
  destroy: [
    { verbs: ['get', 'delete'], group: 'apps', resource: 'statefulsets' },
    { verbs: ['delete'], group: '', resource: 'services' },
    { verbs: ['delete'], group: '', resource: 'configmaps' },
    { verbs: ['delete'], group: 'policy', resource: 'poddisruptionbudgets' },
    { verbs: ['list', 'delete'], group: '', resource: 'persistentvolumeclaims' },
    pods,
  ],
  renew: [{ verbs: ['get', 'patch'], group: 'apps', resource: 'statefulsets' }, pods],
};

/** What a run of that sort does in each namespace of its components. */
export function needsOf(deed: StackDeed): readonly Need[] {
  return needs[deed];
}
