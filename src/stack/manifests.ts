import { readdir, readFile } from 'node:fs/promises';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { KubeObject } from '../platforms/kubernetes/kubernetes.ts';

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
});

export type Manifest = z.infer<typeof objectSchema> & KubeObject;

/** Marks the ConfigMap key that holds the number of servers. */
const sizeAnnotation = 'hashinetes.dev/servers-key';

/** Reads every object of `deploy/<component>/*.yaml`, sized for a number of servers. Names the file it can not read. */
export async function loadManifests(folder: URL, servers: number): Promise<readonly Manifest[]> {
  const files = (await readdir(folder)).filter(
    (file) => file.endsWith('.yaml') && file !== 'kustomization.yaml',
  );
  const objects = await Promise.all(
    files.toSorted().map((file) => loadFile(new URL(file, folder))),
  );
  return objects.flat().map((object) => sized(object, servers));
}

async function loadFile(file: URL): Promise<readonly Manifest[]> {
  return parseAllDocuments(await readFile(file, 'utf8'), { strict: true }).map((document) => {
    const [error] = document.errors;
    if (error) throw new Error(`${file.pathname}: ${error.message}`);
    const parsed = objectSchema.safeParse(document.toJS());
    if (!parsed.success) throw new Error(`${file.pathname}: ${z.prettifyError(parsed.error)}`);
    return toManifest(parsed.data);
  });
}

function toManifest({ metadata, ...rest }: z.infer<typeof objectSchema>): Manifest {
  const { namespace, labels, annotations, ...others } = metadata;
  return {
    ...rest,
    metadata: {
      ...others,
      ...(namespace !== undefined && { namespace }),
      ...(labels && { labels }),
      ...(annotations && { annotations }),
    },
  };
}

function sized(object: Manifest, servers: number): Manifest {
  const key = object.metadata.annotations?.[sizeAnnotation];
  if (object.kind === 'StatefulSet')
    return { ...object, spec: { ...toRecord(object['spec']), replicas: servers } };
  if (object.kind === 'ConfigMap' && key !== undefined)
    return { ...object, data: { ...toRecord(object['data']), [key]: String(servers) } };
  return object;
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).catch({}).parse(value);
}
