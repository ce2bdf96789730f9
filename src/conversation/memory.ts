import type { Facts } from '../failure.ts';
import type { Tone, Used } from './voice.ts';

/** A question that is open: a slot that was asked for, or a yes that is awaited. */
export type Pending = {
  readonly intent: string;
  /** What is settled so far; for a yes, exactly what the yes is about. */
  readonly slots: Facts;
  readonly awaits: { readonly slot: string } | 'yes';
  readonly question: string;
  readonly expiresAt: number;
  /** It was put again after something else was told meanwhile: once is enough. */
  readonly isReminded?: boolean;
};

/** What is remembered of one session. Replaced as a whole, never changed in place. */
export type Session = {
  readonly tone: Tone;
  readonly silences: number;
  readonly misses: number;
  readonly used: Used;
  readonly pending?: Pending | undefined;
  readonly lastSpeech?: string;
  readonly last?: { readonly intent: string; readonly slots: Facts };
  /** The last change, which may be corrected though it was asked about since. */
  readonly ordered?: { readonly intent: string; readonly slots: Facts };
  /** The last question about the world, for "and now?". */
  readonly asked?: { readonly intent: string; readonly slots: Facts };
  /** The latest value of each slot type: "how many are running?" means the job just talked about. */
  readonly focus: Facts;
  /** The cluster that is meant where none is named; without it, the default. */
  readonly home?: string;
};

export type Memory = {
  readonly recall: (session: string) => Session;
  readonly update: (session: string, change: Partial<Session>) => void;
  /** The open question, taken away: whoever takes it is the only one who may answer it. */
  readonly take: (session: string) => { readonly pending?: Pending; readonly expired: boolean };
  readonly forget: (session: string) => void;
};

export type MemoryOptions = {
  readonly clock: () => number;
  readonly maxSessions?: number;
  readonly ttlMs?: number;
};

const blank: Session = { tone: 'snarky', silences: 0, misses: 0, used: new Map(), focus: {} };

/** Sessions by key, the least recently used forgotten first, all of them forgotten after `ttlMs` of silence. */
export function createMemory(options: MemoryOptions): Memory {
  const { clock, maxSessions = 10_000, ttlMs = 30 * 60_000 } = options;
  const sessions = new Map<string, { readonly session: Session; readonly at: number }>();

  function recall(key: string): Session {
    const kept = sessions.get(key);
    return kept && clock() - kept.at < ttlMs ? kept.session : blank;
  }

  function update(key: string, change: Partial<Session>): void {
    const session = { ...recall(key), ...change };
    sessions.delete(key);
    sessions.set(key, { session, at: clock() });
    for (const oldest of sessions.keys()) {
      if (sessions.size <= maxSessions) break;
      sessions.delete(oldest);
    }
  }

  return {
    recall,
    update,
    take(key) {
      const { pending } = recall(key);
      if (!pending) return { expired: false };
      update(key, { pending: undefined });
      return pending.expiresAt > clock() ? { pending, expired: false } : { expired: true };
    },
    forget: (key) => void sessions.delete(key),
  };
}
