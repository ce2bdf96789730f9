import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { fromYaml } from '../from-yaml.ts';

const versionsSchema = z.looseObject({
  images: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])),
});

/** The image that a name in a manifest stands for, where its folder (`vault-openbao`) may choose. */
export type ImageFor = (name: string, folder: string) => string;

/** Reads `deploy/versions.yaml`, the only place where an image is written. */
export async function readVersions(deploy: URL): Promise<ImageFor> {
  const file = new URL('versions.yaml', deploy);
  const { images } = versionsSchema.parse(
    await fromYaml(await readFile(file, 'utf8'), file.pathname),
  );
  return (name, folder) => {
    const image = images[name];
    if (typeof image === 'string') return image;
    const own = basename(folder);
    const choice = own.startsWith(`${name}-`) ? own.slice(name.length + 1) : '';
    const chosen = image?.[choice === '' ? (Object.keys(image)[0] ?? '') : choice];
    if (chosen === undefined) throw new Error(`${file.pathname} has no image ${name} ${choice}`);
    return chosen;
  };
}
