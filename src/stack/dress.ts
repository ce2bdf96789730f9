import { z } from 'zod';
import type { Manifest } from './manifests.ts';

export type Dressing = {
  readonly servers: number;
  /** Which certificate the pods read when they start: another one restarts them. */
  readonly stamp: string | undefined;
  readonly imageFor: (name: string) => string;
};

/** Marks the ConfigMap key that holds the number of servers. */
const sizeAnnotation = 'hashinetes.dev/servers-key';
const stampAnnotation = 'hashinetes.dev/certificate';

const containers = z.array(z.looseObject({ image: z.string() })).optional();
const statefulSet = z.looseObject({
  template: z.looseObject({
    metadata: z.looseObject({ annotations: z.record(z.string(), z.string()).optional() }),
    spec: z.looseObject({ containers, initContainers: containers }),
  }),
});
const fields = z.record(z.string(), z.unknown());

/** A manifest as it is applied: with real images, of the size asked for, stamped with its certificate. */
export function dress(manifest: Manifest, dressing: Dressing): Manifest {
  const key = manifest.metadata.annotations?.[sizeAnnotation];
  if (manifest.kind === 'StatefulSet')
    return { ...manifest, spec: dressSpec(manifest['spec'], dressing) };
  if (manifest.kind === 'ConfigMap' && key !== undefined) {
    const data = fields.catch({}).parse(manifest['data']);
    return { ...manifest, data: { ...data, [key]: String(dressing.servers) } };
  }
  return manifest;
}

function dressSpec(raw: unknown, { servers, stamp, imageFor }: Dressing): object {
  const { template, ...spec } = statefulSet.parse(raw);
  const { metadata, spec: pod } = template;
  const named = (some: z.output<typeof containers> = []): readonly object[] =>
    some.map((container) => ({ ...container, image: imageFor(container.image) }));
  return {
    ...spec,
    replicas: servers,
    template: {
      ...template,
      metadata: {
        ...metadata,
        annotations: {
          ...metadata.annotations,
          ...(stamp !== undefined && { [stampAnnotation]: stamp }),
        },
      },
      spec: {
        ...pod,
        containers: named(pod.containers),
        ...(pod.initContainers && { initContainers: named(pod.initContainers) }),
      },
    },
  };
}
