import type { ActionsRequest } from './actions-request.ts';
import { isRecord } from '../json-object.ts';
import { fold } from './fold.ts';

const maxLength = 200;

/**
 * The values of an intent's slots, each from the best source that has one: the scene's slot, what the intent's
 * parameter was resolved to, the words it was heard as. A slot counts as filled by its value, never by its
 * status: Google sends filled slots as SLOT_UNSPECIFIED. Only a required slot of a finished form may fall back
 * to the session, where an older conversation may have left its values.
 */
export function collectSlots(
  { scene, intent, session }: ActionsRequest,
  names: Iterable<string>,
): Readonly<Record<string, Scalar>> {
  const isFinal = scene.slotFillingStatus === 'FINAL';
  return Object.fromEntries(
    Array.from(names).flatMap((name) => {
      const slot = pick(scene.slots, name);
      const param = pick(intent.params, name);
      const sources = [
        slot && slot.status !== 'INVALID' ? slot.value : undefined,
        ...(isRecord(param) ? [param['resolved'], param['original']] : [param]),
        isFinal && slot && slot.mode !== 'OPTIONAL' ? pick(session.params, name) : undefined,
      ];
      const value = sources.map(toScalar).find((scalar) => scalar !== undefined);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

export type Scalar = string | number | boolean;

/** The one plain value in what a slot holds; a list of several, a date or nothing at all is none. */
export function toScalar(value: unknown): Scalar | undefined {
  if (Array.isArray(value)) return value.length === 1 ? toScalar(value[0]) : undefined;
  if (typeof value === 'string') {
    const text = value.trim();
    return text === '' || text.length > maxLength ? undefined : text;
  }
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

function pick<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.entries(values).find(([key]) => fold(key) === fold(name))?.[1];
}
