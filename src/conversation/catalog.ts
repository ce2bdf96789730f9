import { readdir } from 'node:fs/promises';
import { extname } from 'node:path';
import { z } from 'zod';
import type { Intent } from '../intent.ts';
import { readWords } from '../read-words.ts';
import type { Lists } from './recognition/lists.ts';
import { type Script, scriptSchema } from './script.ts';
import { loadTitles } from './words.ts';

export type Entry = { readonly script: Script; readonly intent: Intent };
export type Catalog = ReadonlyMap<string, Entry>;

const extension = extname(import.meta.url); // .ts under tsx and vitest, .js once built

/**
 * Pairs every `intents/<id>.yaml` with the default export of `src/intents/<id>.ts`. Throws, naming the file,
 * when one lacks the other or when they disagree.
 */
export async function loadCatalog(words: URL, deeds: URL, lists: Lists): Promise<Catalog> {
  const [scripts, codes, titles] = await Promise.all([
    namesUnder(words, '.yaml'),
    namesUnder(deeds, extension),
    loadTitles(words),
  ]);
  const wordless = codes.filter((code) => !scripts.includes(code));
  if (wordless.length > 0)
    throw new Error(
      `src/intents/${wordless[0]}.ts has no words: write intents/${wordless[0]}.yaml`,
    );
  const deedless = scripts.filter((script) => !codes.includes(script));
  if (deedless.length > 0)
    throw new Error(`intents/${deedless[0]}.yaml has no deed: write src/intents/${deedless[0]}.ts`);
  return new Map(await Promise.all(scripts.map(async (name) => [name, await load(name)] as const)));

  async function load(name: string): Promise<Entry> {
    const file = `intents/${name}.yaml`;
    const parsed = scriptSchema.safeParse(await readWords(words, name));
    if (!parsed.success) {
      const issues = parsed.error.issues.map(
        ({ path, message }) => `${path.join('.')}: ${message}`,
      );
      throw new Error(`${file} is not a script: ${issues.join('; ')}`);
    }
    const script = parsed.data;
    const module: { default: Intent } = await import(new URL(name + extension, deeds).href);
    assertAgree(file, 'slots', Object.keys(script.slots), Object.keys(module.default.slots.shape));
    assertAgree(file, 'replies', Object.keys(script.replies), module.default.replies);
    assertSlots(file, script, module.default, lists);
    return { script: { ...script, titles }, intent: module.default };
  }
}

async function namesUnder(folder: URL, ending: string): Promise<readonly string[]> {
  const files = await readdir(folder, { recursive: true });
  return files
    .filter((file) => file.endsWith(ending) && !file.startsWith('_'))
    .map((file) => file.slice(0, -ending.length).replaceAll('\\', '/'))
    .toSorted();
}

function assertAgree(
  file: string,
  what: string,
  yaml: readonly string[],
  code: readonly string[],
): void {
  const strays = [
    ...yaml.filter((key) => !code.includes(key)).map((key) => `${key} (only in YAML)`),
    ...code.filter((key) => !yaml.includes(key)).map((key) => `${key} (only in code)`),
  ];
  if (strays.length > 0)
    throw new Error(`${file}: ${what} differ from its deed: ${strays.join(', ')}`);
}

function assertSlots(file: string, script: Script, intent: Intent, lists: Lists): void {
  const types = ['number', 'name', ...Object.keys(lists.vocabularies), ...lists.live];
  for (const [name, { type, ask }] of Object.entries(script.slots)) {
    if (!types.includes(type))
      throw new Error(`${file}: slot ${name} has type ${type}; known types: ${types.join(', ')}`);
    const shape = intent.slots.shape[name];
    const optional = shape !== undefined && z.safeParse(shape, undefined).success;
    if (optional === (ask !== undefined))
      throw new Error(
        `${file}: slot ${name} is ${optional ? 'optional in its deed, so it takes no' : 'required by its deed, so it needs an'} ask`,
      );
  }
}
