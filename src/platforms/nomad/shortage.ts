import type { Misfit, TaskGroup } from './nomad.ts';

/**
 * Why tasks found no machine. One of `exhausted` (what ran out, and on how many machines), `driver` and
 * `constraint` (that no machine has or meets); none of them where there is no machine at all.
 */
export type Shortage = {
  /** How many tasks wait. */
  readonly waiting: number;
  readonly exhausted?: string;
  readonly machines?: number;
  readonly driver?: string;
  readonly constraint?: string;
};

/** Reads the scheduler's report, which gives the first task that was not placed and counts the rest. */
export function toShortage(misfit: Misfit, group: TaskGroup | undefined): Shortage {
  return { waiting: 1 + (misfit.CoalescedFailures ?? 0), ...toReason(misfit, group) };
}

function toReason(misfit: Misfit, group: TaskGroup | undefined): Omit<Shortage, 'waiting'> {
  const exhausted = mostly(misfit.DimensionExhausted);
  if (exhausted) return { exhausted: exhausted.name, machines: exhausted.machines };
  const filtered = mostly(misfit.ConstraintFiltered);
  if (!filtered) return {};
  if (filtered.name !== 'missing drivers') return { constraint: toWords(filtered.name) };
  const drivers = new Set((group?.Tasks ?? []).map(({ Driver }) => Driver));
  return { driver: [...drivers].join(', ') };
}

function mostly(
  counts: Readonly<Record<string, number>> | null | undefined,
): { readonly name: string; readonly machines: number } | undefined {
  const [most] = Object.entries(counts ?? {}).toSorted(([, a], [, b]) => b - a);
  return most && { name: most[0], machines: most[1] };
}

/** `${attr.kernel.name} = plan9` without what cannot be said. */
function toWords(constraint: string): string {
  return constraint.replaceAll(/\$\{([^}]*)\}/g, '$1');
}
