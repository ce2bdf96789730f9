import type { ContainerStatus, Pod } from '../shapes/pod.ts';
import { isKind } from '../shapes/shapes.ts';
import type { Column } from './columns.ts';

const shown = (name: string, of: (pod: Pod) => string | number, wide = false): Column => ({
  name,
  ...(wide && { wide: true }),
  of: (object) => (isKind(object, 'Pod') ? of(object) : ''),
});

export const podColumns: readonly Column[] = [
  shown('Ready', ({ spec, status }) => {
    const ready = status?.containerStatuses?.filter((one) => one.ready).length ?? 0;
    return `${ready}/${spec.containers?.length ?? 0}`;
  }),
  shown('Status', podStatus),
  shown('Restarts', ({ status }) =>
    (status?.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0),
  ),
  shown('IP', ({ status }) => status?.podIP ?? '<none>', true),
  shown('Node', ({ spec }) => spec.nodeName ?? '<none>', true),
];

/** One word for how a pod is, by kubectl's rules: what holds it up comes before its phase. */
function podStatus({ metadata, spec, status }: Pod): string {
  if (metadata.deletionTimestamp) return 'Terminating';
  const inits = status?.initContainerStatuses ?? [];
  const done = inits.filter(({ state }) => state?.terminated?.exitCode === 0).length;
  const total = spec.initContainers?.filter((one) => one.restartPolicy !== 'Always').length ?? 0;
  if (status?.phase === 'Pending' && inits.length > 0 && done < total)
    return `Init:${done}/${total}`;
  const reason = status?.containerStatuses?.map(reasonOf).find((one) => one !== undefined);
  return reason ?? status?.reason ?? status?.phase ?? 'Unknown';
}

const reasonOf = ({ state }: ContainerStatus): string | undefined =>
  state?.waiting?.reason ?? state?.terminated?.reason;
