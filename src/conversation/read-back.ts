import type { Foresight } from '../intent.ts';
import type { Deed } from './deeds.ts';
import type { Phrase, Script } from './script.ts';
import { toSentence } from './sentence.ts';
import { toPlaced } from './speech.ts';
import { fill, missing, type SayableFacts } from './voice.ts';
import type { AsideName, Asides } from './words.ts';

/** Why a deed is asked about, beyond what its words want: a correction, a guess, or the first of several wishes. */
export type Confirm = 'change' | 'propose' | 'first';

/** What is asked before a deed, and the phrase that asks it. */
export type ReadBack = { readonly phrase: Phrase; readonly question: string };

const plain: Phrase = { say: ['{question}'] };

/** The read-back of the script if it has one, else one for whatever destroys, is grave, or was not plainly asked for. */
export function readBack(
  asides: Asides,
  confirm: Confirm | undefined,
  deed: Pick<Deed, 'entry' | 'slots'>,
  foresight: Foresight,
): ReadBack | undefined {
  const question = toQuestion(asides, confirm, deed, foresight);
  if (question === undefined) return undefined;
  return { question, phrase: confirm === 'first' ? asides.several : plain };
}

function toQuestion(
  asides: Asides,
  confirm: Confirm | undefined,
  { entry: { script, intent }, slots }: Pick<Deed, 'entry' | 'slots'>,
  { facts, isGrave = false }: Foresight,
): string | undefined {
  const lines = isGrave ? script.caution : script.confirm;
  if (lines)
    return toPlaced(fillOne(lines, { ...slots, ...facts }, script), slots['cluster'], asides);
  const isDangerous = isGrave || intent.risk === 'destroy';
  const aside: AsideName | undefined = confirm ?? (isDangerous ? 'sure' : undefined);
  if (!aside) return undefined;
  return fill(asides[aside].say[0] ?? '', { sentence: toSentence(script, slots) });
}

/** The first line whose facts are all known, or else the first. */
function fillOne(lines: readonly string[], known: SayableFacts, { titles }: Script): string {
  const line = lines.find((one) => missing(one, known).length === 0) ?? lines[0] ?? '';
  return fill(line, known, titles);
}
