import { invalidValue, notAllowed, required } from '../../cause.ts';
import type { Container, PodSpec, PodTemplate } from '../../shapes/pod.ts';
import type { LabelSelector } from '../../shapes/shape.ts';
import type { StatefulSet } from '../../shapes/workload.ts';
import type { Cause } from '../../status-error.ts';
import { without } from '../../store/object.ts';
import { matchesLabels } from '../../store/label-selector.ts';
import { isSame } from '../../store/same.ts';

export function podSpecCauses(spec: PodSpec, at: string): Cause[] {
  if (!spec.containers?.length) return [required(`${at}.containers`)];
  return [
    ...containerCauses(spec.initContainers ?? [], `${at}.initContainers`, spec),
    ...containerCauses(spec.containers, `${at}.containers`, spec),
  ];
}

function containerCauses(containers: readonly Container[], at: string, spec: PodSpec): Cause[] {
  const volumes = new Set(spec.volumes?.map(({ name }) => name));
  return containers.flatMap((container, index) => [
    ...(container.image ? [] : [required(`${at}[${index}].image`)]),
    ...(container.volumeMounts ?? []).flatMap(({ name }, mount) =>
      volumes.has(name)
        ? []
        : [
            {
              reason: 'FieldValueNotFound',
              message: `Not found: "${name}"`,
              field: `${at}[${index}].volumeMounts[${mount}].name`,
            },
          ],
    ),
  ]);
}

type Templated = { readonly selector?: LabelSelector | undefined; readonly template: PodTemplate };

/** A workload must be able to find the pods it makes. `claims` are volumes that pods get besides. */
export function templateCauses(
  { selector, template }: Templated,
  claims: readonly string[] = [],
): Cause[] {
  const labels = template.metadata?.labels ?? {};
  const volumes = [...(template.spec.volumes ?? []), ...claims.map((name) => ({ name }))];
  return [
    ...(selector && !matchesLabels(selector, labels)
      ? [
          invalidValue(
            'spec.template.metadata.labels',
            labels,
            '`selector` does not match template `labels`',
          ),
        ]
      : []),
    ...podSpecCauses({ ...template.spec, volumes }, 'spec.template.spec'),
  ];
}

const changeable = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];

export function statefulSetChangeCauses(before: StatefulSet, after: StatefulSet): Cause[] {
  if (isSame(without(before.spec, ...changeable), without(after.spec, ...changeable))) return [];
  return [
    notAllowed(
      'spec',
      "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
    ),
  ];
}

export function replicaCauses(replicas: number | undefined): Cause[] {
  if (replicas === undefined || replicas >= 0) return [];
  return [invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0')];
}
