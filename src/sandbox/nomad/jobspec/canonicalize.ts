import { z } from 'zod';
import {
  blankGroup,
  blankJob,
  blankParameterized,
  blankTask,
  reschedule,
  resources,
  restart,
  update,
} from './defaults.ts';

/** A job with every default filled in; what the sandbox does not act on passes through. */
export type Job = z.infer<typeof jobSchema>;
export type Group = Job['TaskGroups'][number];
export type Task = Group['Tasks'][number];
export type Constraint = z.infer<typeof constraint>;

const number = z.number();
const whole = z.number().int();
const text = z.string();
const loose = z.looseObject({});

const constraint = z.looseObject({
  LTarget: text.default(''),
  RTarget: text.default(''),
  Operand: text.default('='),
});
const constraints = z.array(constraint).nullable();

const taskSchema = z.looseObject({
  Name: text,
  Driver: text,
  Config: z.record(text, z.unknown()).nullable(),
  Constraints: constraints,
  Resources: z.looseObject({ CPU: number, MemoryMB: number }),
});

const groupSchema = z.looseObject({
  Name: text,
  Count: whole,
  Constraints: constraints,
  Tasks: z.array(taskSchema),
  RestartPolicy: z.looseObject({ Attempts: number, Delay: number }),
  ReschedulePolicy: z.looseObject({
    Attempts: number,
    Delay: number,
    MaxDelay: number,
    Unlimited: z.boolean(),
  }),
  Update: z.looseObject({ MaxParallel: number, MinHealthyTime: number }).nullable(),
});

const jobSchema = z.looseObject({
  ID: text,
  Name: text,
  Type: text,
  Namespace: text,
  Region: text,
  Priority: number,
  Datacenters: z.array(text),
  Constraints: constraints,
  TaskGroups: z.array(groupSchema),
  Meta: z.record(text, text).nullable(),
  ParameterizedJob: z
    .looseObject({
      Payload: text,
      MetaRequired: z.array(text).nullable(),
      MetaOptional: z.array(text).nullable(),
    })
    .nullable(),
  Periodic: loose.nullable(),
  Payload: text.nullable(),
  ParentID: text,
  Dispatched: z.boolean(),
  DispatchIdempotencyToken: text,
  Stop: z.boolean(),
  Stable: z.boolean(),
  Status: text,
  StatusDescription: text,
  Version: number,
  SubmitTime: number,
  CreateIndex: number,
  ModifyIndex: number,
  JobModifyIndex: number,
});

const draftTask = z.looseObject({ Resources: loose.nullish(), RestartPolicy: loose.nullish() });
const draftGroup = z.looseObject({
  RestartPolicy: loose.nullish(),
  ReschedulePolicy: loose.nullish(),
  Update: loose.nullish(),
  Tasks: z.array(draftTask).nullish(),
});
const draftJob = z.looseObject({
  ID: text.nullish(),
  Type: text.nullish(),
  Datacenters: z.array(text).nullish(),
  Update: loose.nullish(),
  Reschedule: loose.nullish(),
  ParameterizedJob: loose.nullish(),
  TaskGroups: z.array(draftGroup).nullish(),
});
type Draft = z.infer<typeof draftJob>;
type DraftGroup = z.infer<typeof draftGroup>;
type DraftTask = z.infer<typeof draftTask>;

/** @throws ZodError where a field has the wrong type. */
export function canonicalize(written: unknown): Job {
  const job = draftJob.parse(written);
  const Name = job.ID ?? '';
  const filled = fill({ ...blankJob, ID: Name, Name }, job);
  return jobSchema.parse({
    ...filled,
    Datacenters: filled.Datacenters.length === 0 ? ['*'] : filled.Datacenters,
    ParameterizedJob: job.ParameterizedJob ? fill(blankParameterized, job.ParameterizedJob) : null,
    Update: isService(job) ? fill(update, job.Update) : null,
    TaskGroups: (job.TaskGroups ?? []).map((group) => canonicalizeGroup(group, job)),
  });
}

function canonicalizeGroup(group: DraftGroup, job: Draft): Loose {
  const service = isService(job);
  const RestartPolicy = fill(restart(service), group.RestartPolicy);
  const canonicalizeTask = (task: DraftTask): Loose => ({
    ...fill(blankTask, task),
    Resources: fill(resources, task.Resources),
    RestartPolicy: fill(RestartPolicy, task.RestartPolicy),
  });
  return {
    ...fill(blankGroup, group),
    RestartPolicy,
    ReschedulePolicy: fill(reschedule(service), group.ReschedulePolicy ?? job.Reschedule),
    Update: service ? fill(update, { ...job.Update, ...group.Update }) : null,
    Tasks: (group.Tasks ?? []).map(canonicalizeTask),
  };
}

function isService({ Type }: Draft): boolean {
  return Type !== 'batch' && Type !== 'sysbatch';
}

type Loose = Readonly<Record<string, unknown>>;

/** `given` over `defaults`; null and the empty text count as not given. */
function fill<D extends Loose>(defaults: D, given: Loose | null | undefined): D & Loose {
  const said = Object.entries(given ?? {}).filter(([, value]) => value !== null && value !== '');
  return { ...defaults, ...Object.fromEntries(said) };
}
