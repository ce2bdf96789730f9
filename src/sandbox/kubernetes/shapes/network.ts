import { z } from 'zod';
import { labels, metadata } from './shape.ts';

export const service = z.looseObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('Service'),
  metadata,
  spec: z.looseObject({
    type: z.string().optional(),
    clusterIP: z.string().optional(),
    selector: labels.optional(),
    publishNotReadyAddresses: z.boolean().optional(),
    ports: z
      .array(
        z.looseObject({
          name: z.string().optional(),
          port: z.number(),
          protocol: z.string().optional(),
          targetPort: z.union([z.number(), z.string()]).optional(),
        }),
      )
      .optional(),
  }),
});

export type Service = z.infer<typeof service>;
