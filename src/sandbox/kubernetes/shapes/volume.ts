import { z } from 'zod';
import { metadata } from './shape.ts';

const quantities = z.record(z.string(), z.union([z.string(), z.number()]));

export const persistentVolumeClaim = z.looseObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('PersistentVolumeClaim'),
  metadata,
  spec: z.looseObject({
    accessModes: z.array(z.string()).optional(),
    storageClassName: z.string().optional(),
    volumeName: z.string().optional(),
    resources: z.looseObject({ requests: quantities.optional() }).optional(),
  }),
  status: z.looseObject({ phase: z.string().optional() }).optional(),
});

export const persistentVolume = z.looseObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('PersistentVolume'),
  metadata,
  spec: z.looseObject({
    persistentVolumeReclaimPolicy: z.string().optional(),
    claimRef: z
      .looseObject({ name: z.string(), namespace: z.string(), uid: z.string().optional() })
      .optional(),
  }),
  status: z.looseObject({ phase: z.string().optional() }).optional(),
});

export type PersistentVolumeClaim = z.infer<typeof persistentVolumeClaim>;
export type PersistentVolume = z.infer<typeof persistentVolume>;
