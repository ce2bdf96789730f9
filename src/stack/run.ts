import { z } from 'zod';

const stepSchema = z.object({
  name: z.string(),
  state: z.enum(['waiting', 'acting', 'done', 'failed']),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  /** The last thing observed while waiting, in words. */
  seen: z.string().optional(),
  cause: z.string().optional(),
});

/** Long work, as it is recorded in Kubernetes: times are ISO 8601, one run a deed and component. */
export const runSchema = z.object({
  id: z.string(),
  deed: z.enum(['deploy', 'scale', 'destroy', 'renew', 'resize', 'drain']),
  component: z.string(),
  /** What it is called in speech, where the component's name alone would not do. */
  title: z.exactOptional(z.string()),
  /** The ID that a platform knows it by, where it is one of many. */
  subject: z.exactOptional(z.string()),
  /** How many servers or machines there shall be. */
  servers: z.number().int(),
  /** Of a destruction: that volumes and secrets go too. */
  withData: z.exactOptional(z.boolean()),
  /** Of a destruction: how many servers each part had. */
  sizes: z.exactOptional(z.record(z.string(), z.number().int())),
  state: z.enum(['running', 'done', 'failed']),
  startedAt: z.string(),
  endedAt: z.string().optional(),
  /** What was measured at the end. */
  result: z.string().optional(),
  steps: z.array(stepSchema),
});

export type Run = z.infer<typeof runSchema>;
export type StepRecord = Run['steps'][number];
