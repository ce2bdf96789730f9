import type { Catalog } from './catalog.ts';
import type { Guess } from './recognition.ts';
import { isWhole, toSentence } from './sentence.ts';
import type { SayableFacts } from './voice.ts';

/** What could have been asked for instead, said only where it is known; small talk is no advice. */
export function toNearest(catalog: Catalog, nearest: Guess | undefined): SayableFacts {
  if (!nearest || nearest.intent.startsWith('smalltalk/')) return {};
  const { script } = catalog.get(nearest.intent) ?? {};
  if (!script || !isWhole(script, nearest.slots)) return {};
  return { nearest: toSentence(script, nearest.slots) };
}
