import type { Facts } from '../failure.ts';

/** What a slot may hold before it is checked: channels send numbers, numeric strings or words. */
export type RawSlots = Readonly<Record<string, unknown>>;

export type Heard =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'intent'; readonly intent: string; readonly slots: RawSlots }
  | { readonly kind: 'yes' }
  | { readonly kind: 'no' }
  | { readonly kind: 'silence'; readonly last?: boolean };

/** Who speaks, as far as the channel proved it. `name` is what a greeting may say. */
export type Speaker = {
  readonly id: string;
  readonly name?: string;
  readonly role: 'viewer' | 'operator' | 'admin';
};

/** One thing heard. `id` is the same when a channel delivers the same request again. */
export type Turn = {
  readonly id: string;
  readonly session: string;
  readonly channel: string;
  readonly speaker: Speaker;
  readonly locale: string;
  readonly heard: Heard;
  /** What will show the answer's display: a screen of the speaker's own, or one that others may see too. */
  readonly screen?: 'own' | 'shared';
};

/** Whose memory a turn belongs to: a session is one speaker's on one channel. */
export function toKey({ channel, speaker, session }: Turn): string {
  return JSON.stringify([channel, speaker.id, session]);
}

/** A table for channels with a screen; every cell is text. */
export type Display = {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Shown once, whole, and then kept nowhere: what delivers the same turn again gets the answer without it. */
  readonly isSecret?: true;
};

/** What is said back. `ask` keeps the microphone open for an answer, `end` closes the conversation. */
export type Reply = {
  readonly kind: 'tell' | 'ask' | 'end';
  readonly speech: string;
  readonly text: string;
  readonly expects?: 'answer' | 'confirmation';
  readonly display?: Display;
  readonly suggestions?: readonly string[];
  /** What was understood, for callers that test or log: never spoken. */
  readonly intent?: string;
  readonly slots?: Facts;
  readonly run?: string;
};

/** What may be kept of a reply. */
export function withoutSecret({ display, ...reply }: Reply): Reply {
  return display === undefined || display.isSecret ? reply : { ...reply, display };
}
