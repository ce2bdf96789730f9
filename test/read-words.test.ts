import { createHash } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, expect, it } from 'vitest';
import { readWords } from '../src/read-words.ts';

const text = 'say: hello\n';
let words: URL;
let kept: URL;

const keep = (digest: string): Promise<void> =>
  writeFile(new URL('greet.json', kept), JSON.stringify({ digest, content: 'as it was kept' }));

beforeEach(async () => {
  [words, kept] = await Promise.all([openFolder(), openFolder()]);
  await writeFile(new URL('greet.yaml', words), text);
});

it('parses words of which nothing was kept', async () => {
  expect(await readWords(words, 'greet', kept)).toEqual({ say: 'hello' });
});

it('takes what was kept of the same text', async () => {
  await keep(createHash('sha256').update(text).digest('hex'));
  expect(await readWords(words, 'greet', kept)).toBe('as it was kept');
});

it('parses words that are others than those that were kept', async () => {
  await keep(createHash('sha256').update('say: goodbye\n').digest('hex'));
  expect(await readWords(words, 'greet', kept)).toEqual({ say: 'hello' });
});

it('names the file that it can not parse', async () => {
  await writeFile(new URL('greet.yaml', words), 'say: [\n');
  await expect(readWords(words, 'greet', kept)).rejects.toThrow('intents/greet.yaml');
});

async function openFolder(): Promise<URL> {
  return pathToFileURL(`${await mkdtemp(join(tmpdir(), 'words-'))}/`);
}
