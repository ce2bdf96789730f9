import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { readYaml } from './objects.ts';

const imageSchema = z.string().regex(/^[a-z0-9./-]+:[\w][\w.-]*$/);

export const versionsSchema = z.strictObject({
  kubernetes: z.strictObject({
    oldest: z.string().regex(/^1\.\d+$/),
    newest: z.string().regex(/^1\.\d+$/),
  }),
  images: z.record(z.string(), z.union([imageSchema, z.record(z.string(), imageSchema)])),
});

export const versions = versionsSchema.parse(readYaml('versions.yaml')[0]);

/** The image that a name in a manifest stands for, where the folder (`vault-openbao`) may choose. */
export function imageFor(name: string, file: string): string {
  const image = versions.images[name];
  if (typeof image === 'string') return image;
  const choice = basename(dirname(file)).slice(name.length + 1);
  const chosen = image?.[choice === '' ? (Object.keys(image)[0] ?? '') : choice];
  if (chosen === undefined)
    throw new Error(`${file}: versions.yaml has no image ${name} ${choice}`);
  return chosen;
}
