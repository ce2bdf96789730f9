import type { Hearing, Recognition, Scripts } from '../recognition.ts';
import { toBlurred } from './blurred-slot.ts';
import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import { normalise, type Token } from './normalise.ts';
import { isOneOff } from './one-off.ts';
import type { Risk } from './phrasebook.ts';
import type { ReadFillings } from './slots.ts';

const shortest = 3;

/**
 * Puts the living name that a name which nothing knows sounds like in its place: "the trawler job" is the crawler
 * where there is one. Only in questions; what changes something keeps the name, and is asked about.
 */
export function createLiving(
  scripts: Scripts,
  { live, vocabularies }: Lists,
  lexicon: Lexicon,
  risks: ReadonlyMap<string, Risk>,
): (
  heard: Recognition,
  tokens: readonly Token[],
  hearing: Hearing,
  readFillings: ReadFillings,
) => Recognition {
  return (heard, tokens, hearing, readFillings) => {
    if (heard.kind !== 'intent' || risks.get(heard.intent) !== 'read') return heard;
    const kinds = scripts.get(heard.intent)?.slots ?? {};
    const slots = Object.entries(heard.slots).map(([slot, value]) => {
      const type = kinds[slot]?.type ?? '';
      const name = String(value);
      const living =
        findLonger(type, name, tokens, readFillings) ??
        findLiving(type, name, hearing, readFillings);
      return [slot, living ?? value];
    });
    return { ...heard, slots: Object.fromEntries(slots) };
  };

  /** "The building api" is billing-api although there is an api, too. */
  function findLonger(
    type: string,
    name: string,
    tokens: readonly Token[],
    readFillings: ReadFillings,
  ): string | number | undefined {
    if (!live.includes(type)) return undefined;
    const longer = tokens
      .flatMap((_, at) => readFillings(toBlurred(type), tokens, at))
      .find(({ value, length }) => length > 1 && String(value).endsWith(`-${name}`));
    return longer?.value;
  }

  function findLiving(
    type: string,
    name: string,
    { names }: Hearing,
    readFillings: ReadFillings,
  ): string | number | undefined {
    const alive = live.includes(type) ? (names?.(type) ?? []) : [];
    if (alive.includes(name) || name in (vocabularies[type] ?? {})) return undefined;
    const tokens = normalise(name, lexicon.spellings);
    const fillings = alive.length > 0 ? readFillings(toBlurred(type), tokens, 0) : [];
    const sounding = fillings.find(({ length }) => length === tokens.length)?.value;
    return sounding ?? findSpelt(alive, name);
  }
}

/** The only one that is spelt like it but for a letter. */
function findSpelt(alive: readonly string[], name: string): string | undefined {
  const [only, another] = alive.filter((one) => isOneOff(one, name));
  return another === undefined && name.length >= shortest ? only : undefined;
}
