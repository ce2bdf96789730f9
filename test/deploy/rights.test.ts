import { expect, it } from 'vitest';
import { keyring } from '../../src/stack/identity/keyring.ts';
import { readObjects } from './objects.ts';

type Rule = {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
};

const objects = readObjects().map(({ object }) => object);
const roles = objects.filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole');
const bindings = objects.filter(
  ({ kind }) => kind.endsWith('RoleBinding') || kind === 'RoleBinding',
);
const rules = roles.flatMap((role) =>
  (role['rules'] as Rule[]).map((rule) => ({
    role: role.metadata.name,
    place: role.metadata.namespace,
    rule,
  })),
);
const secrets = rules.filter(({ rule }) => rule.resources.includes('secrets'));

it('gives no right to everything', () => {
  expect(JSON.stringify(rules)).not.toContain('"*"');
});

it('gives nobody a way to more rights', () => {
  const verbs = new Set(rules.flatMap(({ rule }) => rule.verbs));
  for (const verb of ['bind', 'escalate', 'impersonate']) expect(verbs).not.toContain(verb);
  const changing = rules.filter(({ rule }) => rule.apiGroups.includes('rbac.authorization.k8s.io'));
  expect(changing.flatMap(({ rule }) => rule.verbs)).toEqual(['get']);
  const resources = new Set(rules.flatMap(({ rule }) => rule.resources));
  for (const resource of ['pods/exec', 'pods/attach', 'serviceaccounts/token', 'nodes/proxy'])
    expect(resources).not.toContain(resource);
});

it('lets Hashinetes read each Secret of the keyring by its name, and no other', () => {
  const named = secrets.filter(({ rule }) => rule.resourceNames);
  const allowed = named.flatMap(({ place, rule }) =>
    (rule.resourceNames ?? []).map((name) => `${place}/${name}`),
  );
  const wanted = Object.entries(keyring).map(([name, { namespace }]) => `${namespace}/${name}`);
  expect(allowed.toSorted()).toEqual(wanted.toSorted());
  for (const { rule } of named) expect(rule.verbs).toEqual(['get', 'update', 'delete']);
});

it('lists no Secrets, and creates them where it has to', () => {
  const unnamed = secrets.filter(({ rule }) => !rule.resourceNames);
  expect(unnamed.map(({ role, rule }) => [role, rule.verbs])).toEqual([
    ['hashinetes-runs', ['create']],
    ['hashinetes-deployer', ['create']],
  ]);
});

it('binds roles that exist to accounts that exist', () => {
  const accounts = objects
    .filter(({ kind }) => kind === 'ServiceAccount')
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  for (const { metadata, roleRef, subjects } of bindings as Record<string, any>[]) {
    const isKnown = roles.some(
      (role) =>
        role.kind === roleRef.kind &&
        role.metadata.name === roleRef.name &&
        (role.kind === 'ClusterRole' || role.metadata.namespace === metadata.namespace),
    );
    expect(isKnown || roleRef.name === 'system:auth-delegator').toBe(true);
    for (const { namespace, name } of subjects) expect(accounts).toContain(`${namespace}/${name}`);
  }
});

it('gives the worker no right at all', () => {
  expect(accountsBound()).not.toContain('database/worker');
  expect(accountsBound()).toContain('vault/vault');
});

function accountsBound(): readonly string[] {
  return (bindings as Record<string, any>[]).flatMap(({ subjects }) =>
    (subjects as { namespace: string; name: string }[]).map(
      (one) => `${one.namespace}/${one.name}`,
    ),
  );
}
