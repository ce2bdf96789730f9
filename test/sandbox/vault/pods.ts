import type { Server, Servers } from '../../../src/sandbox/vault/world.ts';

export type Pods = Servers & { readonly setReady: (...names: readonly string[]) => void };

/** Three pods named vault-0 to vault-2, as the sandbox's Kubernetes would run them. */
export function createPods(count = 3): Pods {
  const listeners = new Set<() => void>();
  let pods: readonly Server[] = Array.from({ length: count }, (_none, at) => ({
    name: `vault-${at}`,
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
      pods = pods.map(({ name, address }) => ({ name, address, ready: names.includes(name) }));
      for (const listener of listeners) listener();
    },
  };
}
