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

/** Reads every object of these folders' YAML files, as they are written. Names the file it can not read. */
export async function loadManifests(folders: readonly URL[]): Promise<readonly Manifest[]> {
  const objects = await Promise.all(folders.map(loadFolder));
  return objects.flat();
}

async function loadFolder(folder: URL): Promise<readonly Manifest[]> {
  const files = (await readdir(folder)).filter(
    (file) => file.endsWith('.yaml') && file !== 'kustomization.yaml',
  );
  const objects = await Promise.all(
    files.toSorted().map((file) => loadFile(new URL(file, folder))),
  );
  return objects.flat();
}

/** Reads every object of one YAML file. */
export async function loadFile(file: URL): Promise<readonly Manifest[]> {
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
