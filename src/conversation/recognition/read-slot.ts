import type { Hearing, ReadSlot } from '../recognition.ts';
import { createLexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import { normalise, type Token } from './normalise.ts';
import { readHomophone } from './numbers.ts';
import { createSlots } from './slots.ts';

/**
 * Reads one slot's value from what any channel gave: "12", 12, "a dozen", "twelve times", "no mad". A name that
 * nothing knows is taken as it is, in lower case and with dashes for spaces.
 */
export function createReadSlot(
  lists: Lists,
): (...args: [...Parameters<ReadSlot>, hearing?: Hearing]) => ReturnType<ReadSlot> {
  const lexicon = createLexicon(lists, '');
  const hear = createSlots(lists, lexicon, new Map());
  const units = new Set(lists.answers.units);
  const live = new Set(lists.live);

  return (type, raw, hearing = {}) => {
    if (typeof raw === 'number') return type === 'number' ? toCount(raw) : undefined;
    if (typeof raw !== 'string' || /[^\w\s.,'-]/.test(raw)) return undefined;
    return readWords(type, normalise(raw, lexicon.spellings), hearing) ?? readName(type, raw);
  };

  function readWords(type: string, tokens: readonly Token[], hearing: Hearing) {
    const words = tokens.map(({ text }) => text);
    const readFillings = hear(hearing);
    for (let start = 0; start < words.length;) {
      const filling = readFillings(type, tokens, start).find(
        ({ length, how }) => how !== 'part' && isRest(words.slice(start + length).join(' ')),
      );
      if (filling) return filling.value;
      start += lexicon.lightAt(words, start, true) || words.length;
    }
    return type === 'number' && words.length === 1 ? readHomophone(words, 0)?.value : undefined;
  }

  function readName(type: string, raw: string): string | undefined {
    if (!live.has(type) && type !== 'name') return undefined;
    const name = raw.trim().toLowerCase().replaceAll(/\s+/g, '-');
    return /^[a-z0-9][a-z0-9._-]{0,127}$/.test(name) ? name : undefined;
  }

  function isRest(rest: string): boolean {
    return rest === '' || units.has(rest);
  }
}

function toCount(raw: number): number | undefined {
  return Number.isInteger(raw) && raw >= 0 && raw <= 1_000_000 ? raw : undefined;
}
