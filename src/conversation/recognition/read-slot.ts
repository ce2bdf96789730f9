import type { Hearing, ReadSlot } from '../recognition.ts';
import { createLexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import { normalise } from './normalise.ts';
import { readHomophone } from './numbers.ts';
import { createSlots } from './slots.ts';

/**
 * Reads one slot's value from what any channel gave: "12", 12, "a dozen", "twelve times", "no mad". A name that
 * nothing knows is taken as it is, in lower case and with dashes for spaces.
 */
export function createReadSlot(lists: Lists): (...args: [...Parameters<ReadSlot>, hearing?: Hearing]) => ReturnType<ReadSlot> {
  const lexicon = createLexicon(lists, []);
  const hear = createSlots(lists, lexicon, new Map());
  const units = new Set(lists.answers.units);
  const live = new Set(lists.live);

  return (type, raw, hearing = {}) => {
    if (typeof raw === 'number') return type === 'number' ? toCount(raw) : undefined;
    if (typeof raw !== 'string') return undefined;
    const tokens = normalise(raw, lexicon.spellings);
    const words = tokens.map(({ text }) => text);
    const readFillings = hear(hearing);
    for (let start = 0; start < tokens.length; start += Math.max(1, lexicon.lightAt(words, start, true))) {
      const filling = readFillings(type, tokens, start).find(({ length }) => isRest(words, start + length));
      if (filling) return filling.value;
      if (lexicon.lightAt(words, start, true) === 0) break;
    }
    if (type === 'number') return words.length === 1 ? readHomophone(words, 0)?.value : undefined;
    if (!live.has(type) && type !== 'name') return undefined;
    const name = raw.trim().toLowerCase().replaceAll(/\s+/g, '-');
    return /^[a-z0-9][a-z0-9._-]{0,127}$/.test(name) ? name : undefined;
  };

  function isRest(words: readonly string[], from: number): boolean {
    const rest = words.slice(from).join(' ');
    return rest === '' || units.has(rest);
  }
}

function toCount(raw: number): number | undefined {
  return Number.isInteger(raw) && raw >= 0 && raw <= 1_000_000 ? raw : undefined;
}
