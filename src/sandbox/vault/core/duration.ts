import { z } from 'zod';
import { Refusal } from '../api/refusal.ts';

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Seconds of a Go duration, `1h30m`, or of a number. */
export function toSeconds(value: string | number): number {
  if (typeof value === 'number' || /^\d+$/.test(value)) return Number(value);
  const parts = Array.from(value.matchAll(/(\d+)([smhd])/g));
  if (parts.map(([whole]) => whole).join('') !== value || parts.length === 0)
    throw new Refusal(400, `time: invalid duration ${JSON.stringify(value)}`);
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? 0), 0);
}

/** A field that holds a duration. */
export const duration = z.union([z.string(), z.number()]).transform(toSeconds);

/** A field that holds a list, or the same with commas. */
export const strings = z
  .union([z.array(z.string()), z.string()])
  .transform((value) =>
    typeof value === 'string' ? value.split(',').filter((one) => one !== '') : value,
  );
