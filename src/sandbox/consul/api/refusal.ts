import { Refusal } from '../../refusal.ts';

export { Refusal };

/** The token is known, and may not. */
export function denied(): Refusal {
  return new Refusal(403, 'Permission denied');
}
