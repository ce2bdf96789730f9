import { readdir, readFile } from 'node:fs/promises';
import { readWords } from '../../../read-words.ts';
import { scriptSchema } from '../../script.ts';
import { loadLists } from '../../words.ts';
import { toHeardScripts } from '../heard-scripts.ts';
import { createLexicon, toLiterals } from '../lexicon.ts';
import type { Lists } from '../lists.ts';
import { toLessons } from './lessons.ts';
import { toBytes } from './model-file.ts';
import { readSentences } from './sentences.ts';
import { train } from './train.ts';

const anyValues = { alpha: [], beta: [], gamma: [] };

/**
 * Learns from the words of all intents, and from the halves of the data sets (`*.tsv`) that are for that. Gives the
 * bytes of the model. Seconds of work: it is done by the build.
 */
export async function teach(words: URL, sets: URL): Promise<Uint8Array> {
  const lists = withValues(await loadLists(words));
  const scripts = toHeardScripts(await loadScripts(words));
  const sentences = (await loadTexts(sets)).flatMap(readSentences);
  const { lessons, shapes } = toLessons(
    scripts,
    lists,
    createLexicon(lists, toLiterals(scripts)),
    sentences.filter(({ half }) => half === 'tune'),
  );
  return toBytes(train(lessons, shapes));
}

/** With values in the vocabularies that get theirs from the settings: what is learnt of these holds for any. */
function withValues(lists: Lists): Lists {
  const entries = Object.entries(lists.vocabularies).map(
    ([type, values]) => [type, Object.keys(values).length > 0 ? values : anyValues] as const,
  );
  return { ...lists, vocabularies: Object.fromEntries(entries) };
}

async function loadScripts(words: URL) {
  const names = (await readdir(words, { recursive: true }))
    .filter((name) => name.endsWith('.yaml') && !name.startsWith('_'))
    .map((name) => name.slice(0, -'.yaml'.length).replaceAll('\\', '/'));
  const load = async (name: string) =>
    [name, scriptSchema.parse(await readWords(words, name))] as const;
  return new Map(await Promise.all(names.toSorted().map(load)));
}

async function loadTexts(sets: URL): Promise<readonly string[]> {
  const files = (await readdir(sets)).filter((name) => name.endsWith('.tsv'));
  return Promise.all(files.toSorted().map((name) => readFile(new URL(name, sets), 'utf8')));
}
