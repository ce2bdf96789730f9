import type { ReadSlot } from '../../conversation/recognition.ts';
import type { Scene } from './actions-request.ts';
import type { Forms } from './hear.ts';
import { fold } from './fold.ts';
import { toScalar } from './slots.ts';

/** A form's slots as Google gets them back, and the question for the first unusable one. */
export type Checked = { readonly slots: Scene['slots']; readonly question?: string };

/**
 * Checks the values of a form that Google fills: an unusable one comes back INVALID, the only status a
 * webhook may set, and is asked for again.
 */
export function createFormCheck(forms: Forms, readSlot: ReadSlot): (scene: Scene) => Checked {
  const known = new Map(
    Array.from(forms.values())
      .flatMap(({ slots }) => Object.entries(slots))
      .map(([name, slot]) => [fold(name), slot] as const),
  );

  return ({ slots, slotFillingStatus }) => {
    if (slotFillingStatus === 'FINAL') return { slots };
    const unusable = Object.keys(slots).filter((name) => {
      const slot = known.get(fold(name));
      const value = slots[name]?.value ?? undefined;
      return slot && value !== undefined && readSlot(slot.type, toScalar(value)) === undefined;
    });
    const [first] = unusable;
    if (first === undefined) return { slots };
    return {
      slots: Object.fromEntries(
        Object.entries(slots).map(([name, slot]) => [
          name,
          unusable.includes(name) ? { ...slot, status: 'INVALID' } : slot,
        ]),
      ),
      question: known.get(fold(first))?.ask ?? `Which ${first}?`,
    };
  };
}
