import { readdir, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { documentsFromYaml } from '../from-yaml.ts';
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
  const documents = await documentsFromYaml(await readFile(file, 'utf8'), file.pathname);
  return documents.map((document) => {
    const parsed = objectSchema.safeParse(document);
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
