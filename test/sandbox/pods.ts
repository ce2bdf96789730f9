import type { Server, Servers } from '../../src/sandbox/quorum.ts';

export type Pods = Servers & {
  readonly setReady: (...names: readonly string[]) => void;
};

/** Three pods named after their StatefulSet, as the sandbox's Kubernetes would run them. */
export function createPods(name: string, count = 3): Pods {
  const listeners = new Set<() => void>();
  let pods: readonly Server[] = Array.from({ length: count }, (_none, at) => ({
    name: `${name}-${at}`,
    address: `10.1.0.${at + 1}`,
    ready: false,
  }));
  return {
    list: () => pods,
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    setReady: (...names) => {
      pods = pods.map(({ name: one, address }) => ({
        name: one,
        address,
        ready: names.includes(one),
      }));
      for (const listener of listeners) listener();
    },
  };
}
