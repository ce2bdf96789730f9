import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** What `build.mjs` keeps of a file of words: its content, and the SHA-256 of the text that it was parsed from. */
const keptSchema = z.object({ digest: z.string(), content: z.unknown() });

const keptByBuild = new URL('words/', import.meta.url); // beside the compiled code; nothing is kept beside the source

/**
 * The content of `<name>.yaml` in the folder of words. Where the build has parsed the same text, its content is
 * taken and the parser is not even loaded.
 */
export async function readWords(words: URL, name: string, kept = keptByBuild): Promise<unknown> {
  const [text, known] = await Promise.all([
    readFile(new URL(`${name}.yaml`, words), 'utf8'),
    readFile(new URL(`${name}.json`, kept), 'utf8').catch(() => undefined),
  ]);
  const before = known === undefined ? undefined : keptSchema.parse(JSON.parse(known));
  if (before?.digest === createHash('sha256').update(text).digest('hex')) return before.content;
  const { fromYaml } = await import('./from-yaml.ts');
  return fromYaml(text, `intents/${name}.yaml`);
}
