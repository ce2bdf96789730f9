import type { Group, Job, Task } from './canonicalize.ts';

const jobMaxCount = 50_000;

/** What Nomad would not register, in its words; undefined where there is nothing to say. */
export function validate(job: Job): string | undefined {
  const mistakes = [...aboutJob(job), ...job.TaskGroups.flatMap(aboutGroup)];
  return mistakes.length === 0 ? undefined : toErrors(mistakes);
}

function aboutJob({ ID, Type, TaskGroups, ParameterizedJob, Namespace }: Job): string[] {
  const total = TaskGroups.reduce((sum, { Count }) => sum + Count, 0);
  const names = TaskGroups.map(({ Name }) => Name);
  return [
    ...(Namespace === 'default' ? [] : [`job "${ID}" is in nonexistent namespace "${Namespace}"`]),
    ...(/\s/.test(ID) ? ['Job ID contains a space'] : []),
    ...(['service', 'batch', 'system', 'sysbatch'].includes(Type)
      ? []
      : [`Invalid job type: "${Type}"`]),
    ...(TaskGroups.length === 0 ? ['Missing job task groups'] : []),
    ...names.flatMap((name, at) => (name === '' ? [`Job task group ${at + 1} missing name`] : [])),
    ...names.flatMap((name, at) =>
      name !== '' && names.indexOf(name) < at
        ? [`Job task group ${at + 1} redefines '${name}' from group ${names.indexOf(name) + 1}`]
        : [],
    ),
    ...(ParameterizedJob && !['batch', 'sysbatch'].includes(Type)
      ? ['Parameterized job can only be used with "batch" or "sysbatch" scheduler']
      : []),
    ...(total > jobMaxCount
      ? [`total count was greater than configured job_max_count: ${total} > ${jobMaxCount}`]
      : []),
  ];
}

function aboutGroup({ Name, Count, Tasks }: Group): string[] {
  const mistakes = [
    ...(Name === '' ? ['Missing task group name'] : []),
    ...(Count < 0 ? ["Task group count can't be negative"] : []),
    ...(Tasks.length === 0 ? ['Missing tasks for task group'] : []),
    ...Tasks.flatMap((task, at) => (task.Name === '' ? [`Task ${at + 1} missing name`] : [])),
    ...Tasks.flatMap(aboutTask),
  ];
  return mistakes.length === 0
    ? []
    : [`Task group ${Name} validation failed: ${toErrors(mistakes)}`];
}

function aboutTask({ Name, Driver, Resources }: Task): string[] {
  const mistakes = [
    ...(Name === '' ? ['Missing task name'] : []),
    ...(Driver === '' ? ['Missing task driver'] : []),
    ...(Resources.MemoryMB < 10 ? [`minimum MemoryMB value is 10; got ${Resources.MemoryMB}`] : []),
  ];
  return mistakes.length === 0 ? [] : [`Task ${Name} validation failed: ${toErrors(mistakes)}`];
}

function toErrors(mistakes: readonly string[]): string {
  const many = mistakes.length === 1 ? '1 error' : `${mistakes.length} errors`;
  return `${many} occurred:\n${mistakes.map((one) => `\t* ${one}\n`).join('')}\n`;
}
