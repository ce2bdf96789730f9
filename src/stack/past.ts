import type { Part } from './identity/keyring-entry.ts';
import type { Run } from './run.ts';

/** How many servers a component had when it was taken down without its data; nothing where it was not, or is back. */
export function keptSize(runs: readonly Run[], part: Part): number | undefined {
  const latest = runs.find(
    ({ deed, component }) =>
      deed === 'destroy' && (component === part || component === 'everything'),
  );
  return latest?.withData === true ? undefined : latest?.sizes?.[part];
}

/** Whether the latest run of that sort did not come to its end: it is done again, whatever there is to see. */
export function hasFailed(
  runs: readonly Run[],
  { deed, component }: Pick<Run, 'deed' | 'component'>,
): boolean {
  return runs.find((run) => run.deed === deed && run.component === component)?.state === 'failed';
}
