import type { Facts } from '../../../failure.ts';
import type { Script } from '../../script.ts';
import type { Lexicon } from '../lexicon.ts';
import type { Token } from '../normalise.ts';
import type { ReadFillings } from '../slots.ts';
import { createFindMentions, type FindMentions, type Mention } from './mentions.ts';
import { isLeftOpen } from './rejected.ts';

/** What a sentence of a known intent says for its slots. */
export type Gathered = {
  readonly slots: Facts;
  /** How many values were not what they seemed. */
  readonly repaired: number;
  /** Slots that will have to be asked for, or that were said in a way that was not heard. */
  readonly missing: readonly string[];
};

type Slot = Script['slots'][string];

/**
 * The values of an intent's slots wherever they stand in a sentence, beside those that are `told` by the whole of it.
 * Nothing when a slot has several, or is left open.
 */
export function gather(
  intent: string,
  { slots: kinds }: Script,
  told: Facts,
  tokens: readonly Token[],
  readFillings: ReadFillings,
  lexicon: Lexicon,
): Gathered | undefined {
  const [platform = ''] = intent.split('/');
  const words = tokens.map(({ text }) => text);
  const find = createFindMentions(tokens, readFillings, lexicon);
  const slots: Record<string, string | number> = {};
  const missing: string[] = [];
  let repaired = 0;
  // a number may be part of a name
  const numbersLast = Object.entries(kinds).toSorted(
    ([, a], [, b]) => Number(a.type === 'number') - Number(b.type === 'number'),
  );
  for (const [slot, kind] of numbersLast) {
    const mentions = findMentions(kind, find);
    if (mentions.some((one) => isLeftOpen(one, words))) return undefined;
    for (const one of mentions) find.take(one);
    const value = toOne(kind, platform, [told[slot], ...mentions.map((one) => one.value)]);
    if (value === 'several') return undefined;
    if (value) slots[slot] = value.only;
    else if (isAsked(kind)) missing.push(slot);
    repaired += Number(mentions.some(({ plain }) => !plain) && told[slot] === undefined);
  }
  return { slots, repaired, missing };
}

function findMentions(kind: Slot, find: FindMentions): readonly Mention[] {
  if (kind.type === 'name') return [];
  return kind.type === 'number' ? find.numbers(isAsked(kind)) : find.names(kind.type);
}

function isAsked({ ask, fallback }: Slot): boolean {
  return ask !== undefined && fallback === undefined;
}

/** The platform itself is named beside what is asked of it: "does Consul think the API is well". */
function toOne(
  { all }: Slot,
  platform: string,
  values: readonly (Facts[string] | undefined)[],
): { readonly only: string | number } | 'several' | undefined {
  const different = new Set(values.filter((value) => value !== undefined));
  if (all !== undefined && different.has(all)) return { only: all };
  if (different.size > 1) different.delete(platform);
  if (different.size > 1) return 'several';
  const [only] = different;
  return typeof only === 'string' || typeof only === 'number' ? { only } : undefined;
}
