import { z } from 'zod';

/** Nomad writes an empty list as null. */
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);

const optional = z.exactOptional;
const misfits = z.record(
  z.string(),
  z.looseObject({
    NodesEvaluated: z.number(),
    NodesFiltered: z.number(),
    NodesExhausted: z.number(),
    CoalescedFailures: optional(z.number()),
    ConstraintFiltered: optional(z.record(z.string(), z.number()).nullable()),
    DimensionExhausted: optional(z.record(z.string(), z.number()).nullable()),
  }),
);

export const leader = z.string();

export const members = z.object({
  Members: listOf(
    z.looseObject({
      Name: z.string(),
      Addr: z.string(),
      Status: z.string(),
      Tags: z.record(z.string(), z.string()),
    }),
  ),
});

export const nodes = listOf(
  z.looseObject({
    ID: z.string(),
    Name: z.string(),
    Datacenter: z.string(),
    NodePool: optional(z.string()),
    Status: z.string(),
    SchedulingEligibility: z.string(),
    Drain: z.boolean(),
  }),
);

const task = z.looseObject({ Name: z.string(), Driver: z.string() });
const taskGroup = z.looseObject({
  Name: z.string(),
  Count: z.number(),
  Tasks: optional(z.array(task).nullable()),
});

export const node = z.looseObject({
  Name: z.string(),
  Attributes: z.record(z.string(), z.string()),
});

export const job = z.looseObject({
  ID: z.string(),
  Name: optional(z.string()),
  Type: optional(z.string()),
  Status: optional(z.string()),
  Stop: optional(z.boolean()),
  TaskGroups: optional(z.array(taskGroup).nullable()),
  ParameterizedJob: optional(z.looseObject({}).nullable()),
  Periodic: optional(z.looseObject({}).nullable()),
  Meta: optional(z.record(z.string(), z.string()).nullable()),
  Version: optional(z.number()),
  JobModifyIndex: optional(z.number()),
});

const tally = z.looseObject({
  Queued: z.number(),
  Starting: z.number(),
  Running: z.number(),
  Complete: z.number(),
  Failed: z.number(),
  Lost: z.number(),
  Unknown: optional(z.number()),
});

export const summary = z.looseObject({
  JobID: z.string(),
  Summary: z
    .record(z.string(), tally)
    .nullish()
    .transform((groups) => groups ?? {}),
  Children: optional(
    z.object({ Pending: z.number(), Running: z.number(), Dead: z.number() }).nullable(),
  ),
});

export const jobs = listOf(
  z.looseObject({
    ID: z.string(),
    Name: z.string(),
    Type: z.string(),
    Status: z.string(),
    ParentID: optional(z.string()),
    Stop: optional(z.boolean()),
    ParameterizedJob: optional(z.boolean()),
    JobModifyIndex: optional(z.number()),
    JobSummary: optional(summary.nullable()),
  }),
);

const taskState = z.looseObject({
  State: z.string(),
  Failed: z.boolean(),
  Events: listOf(
    z.looseObject({
      Type: z.string(),
      DisplayMessage: z.string(),
      Details: z
        .record(z.string(), z.string())
        .nullish()
        .transform((details) => details ?? {}),
    }),
  ),
});

export const allocations = listOf(
  z.looseObject({
    ID: z.string(),
    Name: z.string(),
    NodeName: z.string(),
    TaskGroup: z.string(),
    ClientStatus: z.string(),
    DesiredStatus: z.string(),
    JobID: z.string(),
    JobVersion: z.number(),
    CreateIndex: z.number(),
    TaskStates: optional(z.record(z.string(), taskState).nullable()),
  }),
);

export const evaluation = z.looseObject({
  ID: z.string(),
  Status: z.string(),
  FailedTGAllocs: optional(misfits.nullable()),
  BlockedEval: optional(z.string()),
  CreateIndex: z.number(),
});

export const evaluations = listOf(evaluation);

export const plan = z.looseObject({
  FailedTGAllocs: optional(misfits.nullable()),
  Annotations: optional(
    z
      .looseObject({
        DesiredTGUpdates: optional(
          z.record(
            z.string(),
            z.looseObject({
              Place: z.number(),
              Stop: z.number(),
              Ignore: z.number(),
              InPlaceUpdate: z.number(),
              DestructiveUpdate: z.number(),
            }),
          ),
        ),
      })
      .nullable(),
  ),
  JobModifyIndex: z.number(),
  Warnings: optional(z.string()),
});

export const deployments = listOf(
  z.looseObject({ ID: z.string(), Status: z.string(), StatusDescription: z.string() }),
);

export const versions = z.object({ Versions: listOf(job) });
export const registered = z.object({ EvalID: z.string(), JobModifyIndex: z.number() });
export const deregistered = z.object({ JobModifyIndex: z.number().default(0) });
export const dispatched = z.object({ DispatchedJobID: z.string() });

export const event = z.looseObject({
  Topic: z.string(),
  Type: z.string(),
  Key: z.string(),
  Payload: z.unknown(),
});
export const eventLine = z.object({ Index: optional(z.number()), Events: listOf(event) });
