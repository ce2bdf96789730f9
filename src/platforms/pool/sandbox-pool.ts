import type { Pool } from './pool.ts';

export type SandboxMachines = {
  readonly size: () => number;
  readonly resize: (count: number) => void;
};

/** The sandbox's machines, of which the youngest leave first, as their names say. */
export function createSandboxPool({ size, resize }: SandboxMachines): Pool {
  return {
    name: 'sandbox',
    size: () => Promise.resolve(size()),
    resize: (count) => Promise.resolve(resize(count)),
  };
}
