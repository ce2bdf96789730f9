import { z } from 'zod';
import { condition, metadata } from './shape.ts';

export const node = z.looseObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('Node'),
  metadata,
  spec: z
    .looseObject({
      unschedulable: z.boolean().optional(),
      taints: z
        .array(z.looseObject({ key: z.string(), value: z.string().optional(), effect: z.string() }))
        .optional(),
    })
    .optional(),
  status: z
    .looseObject({
      allocatable: z.record(z.string(), z.string()).optional(),
      conditions: z.array(condition).optional(),
      addresses: z.array(z.looseObject({ type: z.string(), address: z.string() })).optional(),
    })
    .optional(),
});

export const namespace = z.looseObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('Namespace'),
  metadata,
  spec: z.looseObject({ finalizers: z.array(z.string()).optional() }).optional(),
  status: z.looseObject({ phase: z.string().optional() }).optional(),
});

export const storageClass = z.looseObject({
  apiVersion: z.literal('storage.k8s.io/v1'),
  kind: z.literal('StorageClass'),
  metadata,
  provisioner: z.string(),
  reclaimPolicy: z.string().optional(),
});

export type Node = z.infer<typeof node>;
export type Namespace = z.infer<typeof namespace>;
export type StorageClass = z.infer<typeof storageClass>;
