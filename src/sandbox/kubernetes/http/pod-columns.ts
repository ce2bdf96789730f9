import { isSidecar } from '../controllers/container-status.ts';
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
  if (!status) return 'Unknown';
  const { containerStatuses = [], reason, phase = 'Unknown' } = status;
  const held = containerStatuses.map(reasonOf).find((one) => one !== undefined);
  return initStatus(spec, status) ?? held ?? reason ?? phase;
}

function initStatus({ initContainers = [] }: Pod['spec'], status: Status): string | undefined {
  const { initContainerStatuses = [], phase } = status;
  const total = initContainers.filter((one) => !isSidecar(one)).length;
  const done = initContainerStatuses.filter(
    ({ state }) => state?.terminated?.exitCode === 0,
  ).length;
  if (phase !== 'Pending' || initContainerStatuses.length === 0 || done >= total) return undefined;
  const held = initContainerStatuses.map(reasonOf).find((one) => one && !usual.has(one));
  return `Init:${held ?? `${done}/${total}`}`;
}

type Status = NonNullable<Pod['status']>;

const usual = new Set(['PodInitializing', 'Completed']);

const reasonOf = ({ state }: ContainerStatus): string | undefined =>
  state?.waiting?.reason ?? state?.terminated?.reason;
