import { z } from 'zod';
import { readWords } from '../read-words.ts';
import { type Lists, listsSchema } from './recognition/lists.ts';
import { type Phrase, phraseSchema } from './script.ts';
import type { Titles } from './voice.ts';

const asideNames = [
  'absent',
  'undeployed',
  'conflict',
  'forbidden',
  'untrusted',
  'invalid',
  'late',
  'unreachable',
  'sealed',
  'unready',
  'unseen',
  'unsent',
  'broken',
  'unheard-1',
  'unheard-2',
  'unheard-3',
  'silence-1',
  'silence-2',
  'silence-3',
  'silence-last',
  'negated',
  'question',
  'hypothetical',
  'propose',
  'first',
  'several',
  'change',
  'sure',
  'unusable',
  'declined',
  'cancelled',
  'nothing-open',
  'expired',
  'yes-or-no',
  'read-only',
  'role',
  'limit',
  'placed',
  'one-at-a-time',
  'web',
] as const;

export type AsideName = (typeof asideNames)[number];
export type Asides = Readonly<Record<AsideName, Phrase>>;

/** Reads `_lists.yaml`: the vocabularies, and which slot types are live names. */
export async function loadLists(words: URL): Promise<Lists> {
  const checked = listsSchema.safeParse(await readWords(words, '_lists'));
  if (checked.success) return checked.data;
  throw new Error(`intents/_lists.yaml: ${z.prettifyError(checked.error)}`);
}

/** Reads `_titles.yaml`: how what is called by a common noun is spoken of. */
export async function loadTitles(words: URL): Promise<Titles> {
  const checked = z
    .record(z.string(), z.string().min(1))
    .safeParse(await readWords(words, '_titles'));
  if (checked.success) return checked.data;
  throw new Error(`intents/_titles.yaml: ${z.prettifyError(checked.error)}`);
}

/** Reads `_asides.yaml`: what is said when no intent speaks. Throws on a missing or a stray aside. */
export async function loadAsides(words: URL): Promise<Asides> {
  const checked = z
    .record(z.enum(asideNames), phraseSchema)
    .safeParse(await readWords(words, '_asides'));
  if (checked.success) return checked.data;
  throw new Error(`intents/_asides.yaml: ${z.prettifyError(checked.error)}`);
}
