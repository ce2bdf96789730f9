import type { Speaker } from '../conversation/turn.ts';
import type { Facts } from '../failure.ts';
import type { Undo } from '../intent.ts';

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
  /** How to take it back; there where something was changed, and only there. */
  readonly undo?: Undo;
  /** The number of the deed that this one takes back. */
  readonly undoes?: number;
};

/** A deed that changed something, by its number in the order of the audit. */
export type Changed = Deed & { readonly number: number; readonly undo: Undo };

export type Audit = {
  readonly record: (deed: Deed) => void;
  /** What was changed, the latest first, as far back as is remembered. */
  readonly changes: () => readonly Changed[];
};

const mostChanges = 1_000;

/** Append-only: every change leaves a line when it begins and one when its outcome is known. */
export function createAudit(append: (deed: Deed) => void, past: readonly Deed[] = []): Audit {
  let number = 0;
  let changes: readonly Changed[] = [];

  function remember(deed: Deed): void {
    number += 1;
    const { undo } = deed;
    if (undo !== undefined) changes = [{ ...deed, undo, number }, ...changes].slice(0, mostChanges);
  }

  for (const deed of past) remember(deed);
  return {
    record(deed) {
      append(deed);
      remember(deed);
    },
    changes: () => changes,
  };
}
