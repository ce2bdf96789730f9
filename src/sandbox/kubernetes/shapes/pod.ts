import { z } from 'zod';
import { condition, labelSelector, labels, metadata } from './shape.ts';

const quantities = z.record(z.string(), z.union([z.string(), z.number()])).optional();

const container = z.looseObject({
  name: z.string(),
  image: z.string().optional(),
  restartPolicy: z.string().optional(),
  resources: z.looseObject({ requests: quantities, limits: quantities }).optional(),
  env: z
    .array(
      z.looseObject({
        name: z.string(),
        valueFrom: z
          .looseObject({
            secretKeyRef: z
              .looseObject({ name: z.string().optional(), optional: z.boolean().optional() })
              .optional(),
            configMapKeyRef: z
              .looseObject({ name: z.string().optional(), optional: z.boolean().optional() })
              .optional(),
          })
          .optional(),
      }),
    )
    .optional(),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })).optional(),
});

const volume = z.looseObject({
  name: z.string(),
  secret: z
    .looseObject({ secretName: z.string().optional(), optional: z.boolean().optional() })
    .optional(),
  configMap: z
    .looseObject({ name: z.string().optional(), optional: z.boolean().optional() })
    .optional(),
  persistentVolumeClaim: z.looseObject({ claimName: z.string() }).optional(),
});

const antiAffinityTerm = z.looseObject({
  topologyKey: z.string(),
  labelSelector: labelSelector.optional(),
});

export const podSpec = z.looseObject({
  nodeName: z.string().optional(),
  containers: z.array(container).optional(),
  initContainers: z.array(container).optional(),
  volumes: z.array(volume).optional(),
  hostname: z.string().optional(),
  subdomain: z.string().optional(),
  restartPolicy: z.string().optional(),
  serviceAccountName: z.string().optional(),
  automountServiceAccountToken: z.boolean().optional(),
  terminationGracePeriodSeconds: z.number().optional(),
  nodeSelector: labels.optional(),
  affinity: z
    .looseObject({
      podAntiAffinity: z
        .looseObject({
          requiredDuringSchedulingIgnoredDuringExecution: z.array(antiAffinityTerm).optional(),
        })
        .optional(),
    })
    .optional(),
  tolerations: z
    .array(
      z.looseObject({
        key: z.string().optional(),
        operator: z.string().optional(),
        value: z.string().optional(),
        effect: z.string().optional(),
      }),
    )
    .optional(),
});

const containerStatus = z.looseObject({
  name: z.string(),
  ready: z.boolean(),
  restartCount: z.number(),
  state: z
    .looseObject({
      waiting: z.looseObject({ reason: z.string().optional() }).optional(),
      running: z.looseObject({}).optional(),
      terminated: z
        .looseObject({ reason: z.string().optional(), exitCode: z.number().optional() })
        .optional(),
    })
    .optional(),
});

export const pod = z.looseObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('Pod'),
  metadata,
  spec: podSpec,
  status: z
    .looseObject({
      phase: z.string().optional(),
      reason: z.string().optional(),
      podIP: z.string().optional(),
      conditions: z.array(condition).optional(),
      containerStatuses: z.array(containerStatus).optional(),
      initContainerStatuses: z.array(containerStatus).optional(),
    })
    .optional(),
});

export const podTemplate = z.looseObject({
  metadata: z.looseObject({ labels: labels.optional(), annotations: labels.optional() }).optional(),
  spec: podSpec,
});

export type PodSpec = z.infer<typeof podSpec>;
export type PodTemplate = z.infer<typeof podTemplate>;
export type Pod = z.infer<typeof pod>;
export type Container = z.infer<typeof container>;
export type ContainerStatus = z.infer<typeof containerStatus>;
