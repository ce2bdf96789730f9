import type { Facts } from '../failure.ts';
import type { Script } from './script.ts';

/** What the conversation knows while it listens. Everything is optional; nothing here is changed. */
export type Hearing = {
  /** The question that is open, if any: a slot that was asked for, or a yes that is awaited. */
  readonly awaits?: { readonly intent: string; readonly slot: string } | 'yes';
  /** The last thing that was understood, for "no, fifteen" and "stop it". */
  readonly last?: { readonly intent: string; readonly slots: Facts };
  /** Names that live right now on a platform, by list (`job`, `node`, `service`, …). */
  readonly names?: (list: string) => readonly string[];
};

export type Guess = {
  readonly intent: string;
  readonly slots: Facts;
  /** 0 to 1. */
  readonly confidence: number;
};

/**
 * What an utterance was. Only `intent` may lead to a deed. `correction` carries what is to be put in place
 * of something said before ("no, fifteen"); `answer` fills the slot that was asked for; `propose` is a guess
 * that must be asked about ("did you mean …?"); `unknown` says why, so that the reply can.
 */
export type Recognition =
  | ({ readonly kind: 'intent'; readonly alternatives: readonly Guess[] } & Guess)
  | { readonly kind: 'answer'; readonly slots: Facts }
  | { readonly kind: 'correction'; readonly slots: Facts }
  /** `again` is the last question once more: "and now?". */
  | { readonly kind: 'yes' | 'no' | 'cancel' | 'repeat' | 'again' }
  /** `first`: several things were asked for at once, and this is the first of them. */
  | {
      readonly kind: 'propose';
      readonly guess: Guess;
      readonly alternatives: readonly Guess[];
      readonly first?: true;
    }
  | {
      readonly kind: 'unknown';
      readonly why: 'negated' | 'question' | 'hypothetical' | 'unmatched' | 'empty';
      readonly alternatives: readonly Guess[];
    };

export type Recognize = (text: string, hearing?: Hearing) => Recognition;

export type Scripts = ReadonlyMap<string, Script>;

/** A slot's value from what any channel gave for it, or nothing when it is unusable for the type. */
export type ReadSlot = (
  type: string,
  raw: unknown,
  hearing?: Hearing,
) => string | number | undefined;
