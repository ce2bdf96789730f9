import type { Container, ContainerStatus } from '../shapes/pod.ts';

type State = NonNullable<ContainerStatus['state']>;

export const waiting = (reason: string, message?: string): State => ({
  waiting: { reason, ...(message && { message }) },
});

export const running = (startedAt: string): State => ({ running: { startedAt } });

export const terminated = (exitCode: number, startedAt: string, finishedAt: string): State => ({
  terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', startedAt, finishedAt },
});

export function statusOf(container: Container, state: State, ready = false): ContainerStatus {
  const image = container.image ?? '';
  return {
    name: container.name,
    state,
    lastState: {},
    ready,
    restartCount: 0,
    image,
    imageID: state.waiting ? '' : `sandbox://${image}`,
    started: Boolean(state.running),
  };
}

export const isSidecar = ({ restartPolicy }: Container): boolean => restartPolicy === 'Always';
