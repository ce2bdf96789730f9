import { keyring } from '../../src/stack/identity/keyring.ts';
import { keysOf } from '../../src/stack/identity/keyring-entry.ts';
import { containersOf, type PodSpec, type Read, type Reference } from './objects.ts';

type Named = {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string | undefined;
  readonly key?: string | undefined;
};

/** What a pod can not start without. */
export function referencesOf(pod: PodSpec): readonly Named[] {
  const values = containersOf(pod).flatMap(({ env = [] }) =>
    env.map(({ valueFrom = {} }) => valueFrom),
  );
  const volumes = pod.volumes ?? [];
  return [
    ...values.flatMap(({ configMapKeyRef }) => toNamed('ConfigMap', configMapKeyRef)),
    ...values.flatMap(({ secretKeyRef }) => toNamed('Secret', secretKeyRef)),
    ...volumes.flatMap(({ configMap }) => toNamed('ConfigMap', configMap)),
    ...volumes.flatMap(({ secret }) => toNamed('Secret', secret && { name: secret.secretName })),
  ];
}

function toNamed(kind: Named['kind'], reference: Reference | undefined): readonly Named[] {
  if (!reference || reference.optional === true) return [];
  return [{ kind, name: reference.name, key: reference.key }];
}

/** Whether it comes from the manifests, or from the keyring, in the namespace where it is read. */
export function isMade(
  { kind, name = '', key }: Named,
  { object }: Read,
  objects: readonly Read[],
): boolean {
  const { namespace } = object.metadata;
  if (kind === 'Secret') {
    const entry = keyring[name];
    if (!entry || entry.namespace !== namespace) return false;
    return key === undefined || keysOf(entry).includes(key);
  }
  const map = objects
    .map((read) => read.object)
    .find(
      (one) =>
        one.kind === kind && one.metadata.name === name && one.metadata.namespace === namespace,
    );
  return map !== undefined && (key === undefined || key in map['data']);
}
