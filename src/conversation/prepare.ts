import { z } from 'zod';
import type { Facts } from '../failure.ts';
import type { Entry } from './catalog.ts';
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

/**
 * Reads every slot from what a channel gave (numbers, numeric strings, words), fills what is required and
 * missing from `focus` (slot type → value; given for reads only), and finds the first slot that needs asking.
 */
export function prepare(
  { script, intent }: Entry,
  raw: RawSlots,
  focus: Facts,
  read: Read,
): Prepared {
  const slots: Record<string, string | number> = {};
  let open: Omit<Extract<Prepared, { kind: 'ask' }>, 'slots'> | undefined;
  for (const [slot, { type, ask }] of Object.entries(script.slots)) {
    const implied = ask === undefined ? undefined : focus[type];
    const { value, heard } = readOne(raw[slot], implied, intent.slots.shape[slot], (given) =>
      read(type, given),
    );
    if (value !== undefined) slots[slot] = value;
    else if (!open && (ask !== undefined || heard !== undefined))
      open = {
        kind: 'ask',
        slot,
        question: ask ?? `Which ${slot}?`,
        ...(heard !== undefined && { heard }),
      };
  }
  return open ? { ...open, slots } : { kind: 'ready', slots };
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
  return typeof value === 'string' || typeof value === 'number'
    ? String(value).slice(0, 40)
    : 'that';
}
