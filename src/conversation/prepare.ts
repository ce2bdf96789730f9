import { z } from 'zod';
import type { Facts } from '../failure.ts';
import type { Entry } from './catalog.ts';
import type { Script } from './script.ts';
import type { RawSlots } from './turn.ts';

/** The slots as the deed gets them, or the first one that has to be asked for. */
export type Prepared =
  | { readonly kind: 'ready'; readonly slots: Facts }
  | {
      readonly kind: 'ask';
      readonly slot: string;
      readonly question: string;
      readonly slots: Facts;
      /** What was given for the slot and could not be used. */
      readonly heard?: string;
    };

type Read = (type: string, raw: unknown) => string | number | undefined;
type Reading = { readonly value?: string | number; readonly heard?: string };
type Open = Omit<Extract<Prepared, { kind: 'ask' }>, 'kind' | 'slots'>;

/**
 * Reads every slot from what a channel gave (numbers, numeric strings, words), fills what is required and
 * missing from `focus` (slot type → value) as far as that is safe, and finds the slot that needs asking: first of
 * all one whose value was given and can not be used, so that it is never passed over.
 */
export function prepare(
  { script, intent }: Entry,
  raw: RawSlots,
  focus: Facts,
  read: Read,
): Prepared {
  const slots: Record<string, string | number> = {};
  const open: Open[] = [];
  for (const [slot, definition] of Object.entries(script.slots)) {
    const { type, ask } = definition;
    const implied = imply(definition, focus[type], intent.risk);
    const { value, heard } = readOne(raw[slot], implied, intent.slots.shape[slot], (given) =>
      read(type, given),
    );
    if (value !== undefined) slots[slot] = value;
    else if (ask !== undefined || heard !== undefined)
      open.push({ slot, question: ask ?? `Which ${slot}?`, ...(heard !== undefined && { heard }) });
  }
  const next = open.find(({ heard }) => heard !== undefined) ?? open[0];
  return next ? { kind: 'ask', ...next, slots } : { kind: 'ready', slots };
}

/** What was talked about goes for a question; for a change it is at most a reason to ask. */
function imply(
  { ask, fallback }: Script['slots'][string],
  latest: string | number | undefined,
  risk: Entry['intent']['risk'],
): string | number | undefined {
  if (ask === undefined) return undefined;
  if (risk === 'read') return latest ?? fallback;
  return latest === undefined || latest === fallback ? fallback : undefined;
}

function readOne(
  given: unknown,
  implied: string | number | undefined,
  shape: z.core.$ZodType | undefined,
  read: (given: unknown) => string | number | undefined,
): Reading {
  const isGiven = given !== undefined && given !== null && given !== '';
  const value = isGiven ? read(given) : implied;
  if (value !== undefined && shape && z.safeParse(shape, value).success) return { value };
  return isGiven ? { heard: toHeard(given) } : {};
}

function toHeard(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') return 'that';
  const text = String(value).replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ');
  return text.trim().slice(0, 40) || 'that';
}
