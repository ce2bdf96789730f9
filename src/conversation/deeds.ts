import { Failure, type Facts } from '../failure.ts';
import type { Outcome, Platforms, Talk } from '../intent.ts';
import type { Audit } from '../policy/audit.ts';
import type { Entry } from './catalog.ts';
import type { Phrase } from './script.ts';
import type { Turn } from './turn.ts';

export type DeedTools = {
  readonly platforms: (signal: AbortSignal) => Platforms;
  readonly audit: Audit;
  readonly clock: () => number;
  readonly deadlineMs?: number;
};

export type Deed = { readonly entry: Entry; readonly intent: string; readonly slots: Facts };

export type Deeds = (
  turn: Turn,
  deed: Deed,
  talk: Talk,
) => Promise<{ readonly outcome: Outcome<string>; readonly phrase: Phrase }>;

/** Runs a deed under the turn's deadline and leaves its trace: every change begins and ends in the audit. */
export function createDeeds({ platforms, audit, clock, deadlineMs = 2_500 }: DeedTools): Deeds {
  return async (turn, { entry, intent, slots }, talk) => {
    const changes = entry.intent.risk !== 'read';
    const record = (outcome: string): void => {
      if (!changes) return;
      const at = new Date(clock()).toISOString();
      const { id, session, channel, speaker } = turn;
      audit.record({ at, turn: id, session, channel, speaker: speaker.id, intent, slots, outcome });
    };
    record('begun');
    try {
      const outcome = await within(deadlineMs, (signal) =>
        entry.intent.run(entry.intent.slots.parse(slots), {
          ...platforms(signal),
          speaker: turn.speaker,
          signal,
          turn,
          talk,
        }),
      );
      const phrase = entry.script.replies[outcome.reply];
      if (!phrase) throw new Error(`${intent} replied ${outcome.reply}, which its script lacks`);
      record(outcome.reply);
      return { outcome, phrase };
    } catch (error) {
      record(error instanceof Failure ? `failed: ${error.kind}` : 'failed');
      if (changes && error instanceof Failure && error.kind === 'late')
        throw new Failure('unseen', error.facts, { cause: error });
      throw error;
    }
  };
}

/** Ends the work's signal at the deadline and stops waiting for it, whether or not the work listens. */
async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Failure('late'));
      controller.abort();
    }, ms);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
