import type { Job } from '../jobspec/canonicalize.ts';

type Work = {
  /** Allocations that may still run. */
  readonly live: number;
  /** Evaluations that are pending or blocked. */
  readonly open: number;
  /** Whether there was ever any of them. */
  readonly known: boolean;
};

/** Nomad derives a job's status from its allocations and evaluations, with every write. */
export function toJobStatus(job: Job, { live, open, known }: Work): 'pending' | 'running' | 'dead' {
  if (live > 0) return 'running';
  if (open > 0) return 'pending';
  if (job.Stop) return 'dead';
  if (job.Periodic || (job.ParameterizedJob && !job.Dispatched) || job.Type === 'system')
    return 'running';
  return known ? 'dead' : 'pending';
}
