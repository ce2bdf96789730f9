import type { Job, TaskGroup } from './nomad.ts';

/** The group of that name, upper or lower case; the only one where none is named and there are no others. */
export function findGroup({ TaskGroups }: Job, name: string | undefined): TaskGroup | undefined {
  const all = TaskGroups ?? [];
  if (name === undefined) return all.length === 1 ? all[0] : undefined;
  return all.find((group) => group.Name.toLowerCase() === name.toLowerCase());
}
