import { toAllocationStub } from '../state/allocation.ts';
import type { Written } from '../state/state.ts';

export type Event = {
  readonly Topic: string;
  readonly Type: string;
  readonly Key: string;
  readonly Namespace: string;
  readonly FilterKeys: readonly string[];
  readonly Index: number;
  readonly Payload: object;
};

/** What the event stream says of a write. */
export function toEvents(written: Written): readonly Event[] {
  const { index: Index, kind: Type } = written;
  const base = { Type, Index, Namespace: 'default' };
  return [
    ...written.jobs.map((Job) => {
      const FilterKeys = Job.ParentID === '' ? [] : [Job.ParentID];
      return { ...base, Topic: 'Job', Key: Job.ID, FilterKeys, Payload: { Job } };
    }),
    ...written.purged.map((Job) => {
      const Payload = { Job, Deleted: true };
      return { ...base, Topic: 'Job', Key: Job.ID, FilterKeys: [], Payload };
    }),
    ...written.evaluations.map((Evaluation) => {
      const FilterKeys = [Evaluation.JobID, Evaluation.DeploymentID ?? ''].filter(Boolean);
      return {
        ...base,
        Topic: 'Evaluation',
        Key: Evaluation.ID,
        FilterKeys,
        Payload: { Evaluation },
      };
    }),
    ...written.allocations.map((one) => {
      const FilterKeys = [one.JobID, one.DeploymentID].filter(Boolean);
      const Payload = { Allocation: toAllocationStub(one) };
      return { ...base, Topic: 'Allocation', Key: one.ID, FilterKeys, Payload };
    }),
    ...written.deployments.map((Deployment) => {
      const FilterKeys = [Deployment.JobID];
      return {
        ...base,
        Topic: 'Deployment',
        Key: Deployment.ID,
        FilterKeys,
        Payload: { Deployment },
      };
    }),
    ...written.nodes.map((Node) => {
      return {
        ...base,
        Topic: 'Node',
        Key: Node.ID,
        Namespace: '',
        FilterKeys: [],
        Payload: { Node },
      };
    }),
  ];
}
