import type { Speaker } from '../conversation/turn.ts';
import type { Facts } from '../failure.ts';

/** One change that was tried: who, what, and how it went. Values are slots, never secrets. */
export type Deed = {
  readonly at: string;
  readonly turn: string;
  readonly session: string;
  readonly channel: string;
  readonly speaker: Speaker['id'];
  readonly intent: string;
  readonly slots: Facts;
  /** `begun`, then the reply's name, or `failed: <kind>`. */
  readonly outcome: string;
};

export type Audit = { readonly record: (deed: Deed) => void };

/** Append-only: every change leaves a line when it begins and one when its outcome is known. */
export function createAudit(append: (deed: Deed) => void): Audit {
  return { record: append };
}
