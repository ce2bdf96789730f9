import { z } from 'zod';
import { podTemplate } from './pod.ts';
import { condition, labelSelector, labels, metadata } from './shape.ts';

const count = z.number().optional();

export const statefulSet = z.looseObject({
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('StatefulSet'),
  metadata,
  spec: z.looseObject({
    replicas: count,
    serviceName: z.string().optional(),
    selector: labelSelector,
    podManagementPolicy: z.string().optional(),
    template: podTemplate,
    volumeClaimTemplates: z
      .array(
        z.looseObject({
          metadata: z.looseObject({
            name: z.string(),
            labels: labels.optional(),
            annotations: labels.optional(),
          }),
          spec: z.looseObject({}),
        }),
      )
      .optional(),
    updateStrategy: z
      .looseObject({
        type: z.string().optional(),
        rollingUpdate: z.looseObject({ partition: count }).optional(),
      })
      .optional(),
    persistentVolumeClaimRetentionPolicy: z
      .looseObject({ whenDeleted: z.string().optional(), whenScaled: z.string().optional() })
      .optional(),
  }),
  status: z
    .looseObject({ currentRevision: z.string().optional(), currentReplicas: count })
    .optional(),
});

export const controllerRevision = z.looseObject({
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('ControllerRevision'),
  metadata,
  revision: z.number(),
  data: z.looseObject({ spec: z.looseObject({ template: podTemplate }) }),
});

export const deployment = z.looseObject({
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('Deployment'),
  metadata,
  spec: z.looseObject({ replicas: count, selector: labelSelector, template: podTemplate }),
  status: z.looseObject({ conditions: z.array(condition).optional() }).optional(),
});

export const replicaSet = z.looseObject({
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('ReplicaSet'),
  metadata,
  spec: z.looseObject({ replicas: count, selector: labelSelector, template: podTemplate }),
  status: z
    .looseObject({ replicas: count, readyReplicas: count, availableReplicas: count })
    .optional(),
});

export const job = z.looseObject({
  apiVersion: z.literal('batch/v1'),
  kind: z.literal('Job'),
  metadata,
  spec: z.looseObject({
    completions: count,
    parallelism: count,
    backoffLimit: count,
    ttlSecondsAfterFinished: count,
    selector: labelSelector.optional(),
    template: podTemplate,
  }),
  status: z
    .looseObject({
      startTime: z.string().optional(),
      completionTime: z.string().optional(),
      conditions: z.array(condition).optional(),
    })
    .optional(),
});

export type StatefulSet = z.infer<typeof statefulSet>;
export type ControllerRevision = z.infer<typeof controllerRevision>;
export type Deployment = z.infer<typeof deployment>;
export type ReplicaSet = z.infer<typeof replicaSet>;
export type Job = z.infer<typeof job>;
