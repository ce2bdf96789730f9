import type { Pool } from './pool.ts';

export type SandboxMachines = {
  readonly size: () => number;
  readonly resize: (count: number, leaving: readonly string[]) => void;
};

/** The sandbox's machines: those that leave are known by the names that Nomad has of them. */
export function createSandboxPool({ size, resize }: SandboxMachines): Pool {
  return {
    name: 'sandbox',
    size: () => Promise.resolve(size()),
    resize: (count, leaving) =>
      Promise.resolve(
        resize(
          count,
          leaving.map((one) => one.name),
        ),
      ),
  };
}
