import { type Components, withNeeds } from './components/components.ts';
import type { Run } from './run.ts';

/** Whether a run is a deployment under way, of that component or of what brings it along. */
export function isDeploying(
  components: Components,
  run: Run | undefined,
  component: string,
): boolean {
  if (run?.state !== 'running' || run.deed !== 'deploy') return false;
  return withNeeds(components, run.component).some(({ name }) => name === component);
}
