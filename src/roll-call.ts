import { Failure } from './failure.ts';
import type { Place } from './places.ts';

/** One platform as `GET /v1/platforms` shows it. Holds no secrets. */
export type Present = {
  readonly name: string;
  readonly kind: Place['kind'];
  readonly address: string;
  readonly answers: boolean;
  /** What it said: its version or leader, or why it does not answer. */
  readonly said: string;
  /** Commands that reach it from a shell; given for the sandbox. */
  readonly try?: readonly string[];
};

export type Called = {
  readonly name: string;
  readonly place: Place;
  /** Asks it something cheap; the signal is the deadline. */
  readonly ask: (signal: AbortSignal) => Promise<string>;
  readonly try?: readonly string[];
};

/** Asks every platform at once whether it is there. */
export function callRoll(
  called: readonly Called[],
  deadlineMs = 1_500,
): Promise<readonly Present[]> {
  return Promise.all(
    called.map(async ({ name, place: { kind, address }, ask, try: commands }) => {
      const answer = await ask(AbortSignal.timeout(deadlineMs)).then(
        (said) => ({ answers: true, said }),
        (error: unknown) => ({ answers: false, said: reasonOf(error) }),
      );
      return { name, kind, address, ...answer, ...(commands && { try: commands }) };
    }),
  );
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Failure)) return 'it failed; the log says how';
  return String(error.facts['because'] ?? error.kind);
}
