type ObjectOf<Spec> = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels?: object };
  spec: Spec;
};

export const configMap = (
  name: string,
  data: object,
  labels?: object,
): { apiVersion: string; kind: string; metadata: object; data: object } => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...(labels && { labels }) },
  data,
});

export type Changes = {
  /** Instead of parts of the set's specification. */
  readonly spec?: object;
  /** Instead of parts of the pods' specification. */
  readonly pod?: object;
  readonly image?: string;
};

/** One container, one claim, in order. */
export const statefulSet = (
  name: string,
  replicas: number,
  { spec, pod, image = 'img:1' }: Changes = {},
): ObjectOf<object> => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name, labels: { app: name } },
  spec: {
    serviceName: name,
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [
          {
            name: 'c',
            image,
            ports: [{ containerPort: 80 }],
            env: [{ name: 'A', value: '1' }],
          },
        ],
        ...pod,
      },
    },
    volumeClaimTemplates: [claim('data', { resources: { requests: { storage: '1Gi' } } })],
    ...spec,
  },
});

export const claim = (name: string, spec: object): object => ({
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], ...spec },
});

/** A refusal's whole body. */
export const refusal = (
  code: number,
  reason: string | undefined,
  message: string,
  details?: object,
): object => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  ...(reason && { reason }),
  ...(details && { details }),
  code,
});
