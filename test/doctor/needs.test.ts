import { describe, expect, it } from 'vitest';
import { listNeeds, type Need } from '../../src/doctor/needs.ts';
import { needsOf } from '../../src/stack/permissions.ts';
import type { StackDeed } from '../../src/stack/stack-deed.ts';
import { readObjects } from '../deploy/objects.ts';

type Rule = {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
};
type Bound = { readonly namespace: string | undefined; readonly rules: readonly Rule[] };

const objects = readObjects().map(({ object }) => object as Record<string, any>);
const servers = ['consul', 'vault', 'nomad', 'database'];

/** What deploy/install lets the service account of Hashinetes do, and where. */
const bound: readonly Bound[] = objects
  .filter(({ kind, subjects = [] }) => {
    const isOurs = (one: { name: string; namespace: string }): boolean =>
      one.name === 'hashinetes' && one.namespace === 'hashinetes';
    return kind.endsWith('RoleBinding') && subjects.some(isOurs);
  })
  .map(({ kind, metadata, roleRef }) => ({
    namespace: kind === 'RoleBinding' ? metadata.namespace : undefined,
    rules: objects
      .filter((one) => one['kind'] === roleRef.kind && one['metadata'].name === roleRef.name)
      .filter(
        ({ metadata: { namespace } }) =>
          roleRef.kind === 'ClusterRole' || namespace === metadata.namespace,
      )
      .flatMap(({ rules }) => rules),
  }));

function isGiven(verb: string, { group, resource, subresource, namespace, name }: Need): boolean {
  const kind = subresource === undefined ? resource : `${resource}/${subresource}`;
  return bound.some(
    (one) =>
      (one.namespace === undefined || one.namespace === namespace) &&
      one.rules.some(
        ({ apiGroups, resources, resourceNames, verbs }) =>
          apiGroups.includes(group) &&
          resources.includes(kind) &&
          verbs.includes(verb) &&
          (!resourceNames || (name !== undefined && resourceNames.includes(name))),
      ),
  );
}

const refusedOf = (needs: readonly Need[]): readonly string[] =>
  needs.flatMap((need) =>
    need.verbs
      .filter((verb) => !isGiven(verb, need))
      .map((verb) => `${verb} ${need.resource} ${need.name ?? ''} in ${need.namespace ?? 'all'}`),
  );

describe('what the doctor asks for', () => {
  it('is given by deploy/install to a pod of ours', () => {
    const needs = listNeeds({ runs: 'hashinetes', servers, isOutside: false });
    expect(needs.length).toBeGreaterThan(30);
    expect(refusedOf(needs)).toEqual([]);
  });

  it('includes what every run checks beforehand', () => {
    const needs = listNeeds({ runs: 'hashinetes', servers, isOutside: false });
    const deeds: readonly StackDeed[] = ['deploy', 'scale', 'destroy', 'renew'];
    const missing = deeds.flatMap((deed) =>
      needsOf(deed).flatMap(({ verbs, group, resource }) =>
        verbs.filter(
          (verb) =>
            !needs.some(
              (need) =>
                need.namespace === 'nomad' &&
                need.group === group &&
                need.resource === resource &&
                need.verbs.includes(verb),
            ),
        ),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('from outside is more than a pod of ours is given: to reach Services, and to be itself', () => {
    const needs = listNeeds({ runs: 'hashinetes', servers: ['nomad'], isOutside: true });
    expect(refusedOf(needs)).toEqual([
      'get pods  in nomad',
      'create pods  in nomad',
      'create serviceaccounts hashinetes in hashinetes',
    ]);
  });
});
