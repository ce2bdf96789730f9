import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadCatalog } from '../../src/conversation/catalog.ts';
import { loadAsides, loadLists } from '../../src/conversation/words.ts';

const deeds = new URL('../../src/intents/', import.meta.url);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'words-'));
  await cp(new URL('../../intents/', import.meta.url), folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const words = (): URL => pathToFileURL(`${folder}/`);
const load = async (): Promise<unknown> => loadCatalog(words(), deeds, await loadLists(words()));

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const path = join(folder, file);
  await writeFile(path, change(await readFile(path, 'utf8')));
}

it('pairs every script with its deed', async () => {
  await expect(load()).resolves.toHaveProperty('size');
});

it('refuses words without a deed, naming both files', async () => {
  await cp(join(folder, 'smalltalk/help.yaml'), join(folder, 'smalltalk/yodel.yaml'));
  await expect(load()).rejects.toThrow(
    'intents/smalltalk/yodel.yaml has no deed: write src/intents/smalltalk/yodel.ts',
  );
});

it('refuses a deed without words', async () => {
  await rm(join(folder, 'nomad/run-job.yaml'));
  await expect(load()).rejects.toThrow('src/intents/nomad/run-job.ts has no words');
});

it.each([
  [
    'nomad/run-job.yaml',
    'count:',
    'number:',
    'slots differ from its deed: number (only in YAML), count (only in code)',
  ],
  ['nomad/run-job.yaml', 'creating:', 'created:', 'replies differ from its deed'],
  [
    'nomad/run-job.yaml',
    'type: number',
    'type: numer',
    'slot count has type numer; known types: number',
  ],
  [
    'nomad/run-job.yaml',
    "ask: 'How many?'",
    '',
    'slot count is required by its deed, so it needs an ask',
  ],
  ['stack/status.yaml', 'description:', 'descripton:', 'is not a script'],
])('refuses %s with %j changed to %j', async (file, from, to, advice) => {
  await edit(file, (text) => text.replace(from, to));
  await expect(load()).rejects.toThrow(`intents/${file}`);
  await expect(load()).rejects.toThrow(advice);
});

it('refuses asides that lack one, or have one too many', async () => {
  await edit('_asides.yaml', (text) => text.replace('sealed:', 'seeled:'));
  await expect(loadAsides(words())).rejects.toThrow('intents/_asides.yaml');
});
