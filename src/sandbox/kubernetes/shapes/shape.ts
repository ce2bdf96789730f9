import { z } from 'zod';
import type { Stored } from '../store/object.ts';

/** The metadata of an object that is in the store. */
export const metadata = z.custom<Stored['metadata']>();

export const labels = z.record(z.string(), z.string());

export const labelSelector = z.looseObject({
  matchLabels: labels.optional(),
  matchExpressions: z
    .array(
      z.looseObject({
        key: z.string(),
        operator: z.string(),
        values: z.array(z.string()).optional(),
      }),
    )
    .optional(),
});

export type LabelSelector = z.infer<typeof labelSelector>;

export const condition = z.looseObject({
  type: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  message: z.string().optional(),
  lastTransitionTime: z.string().nullish(),
});

export type Condition = z.infer<typeof condition>;
