import { Failure, type Facts } from '../failure.ts';
import type { Change, Context, Foresight, Outcome, Platforms, Talk } from '../intent.ts';
import type { Outbox } from '../outbox.ts';
import type { Audit, Deed as Record } from '../policy/audit.ts';
import type { Policy } from '../policy/policy.ts';
import type { Catalog, Entry } from './catalog.ts';
import { toHistory } from './history.ts';
import type { Phrase } from './script.ts';
import { type Seek, toBest } from './seek.ts';
import type { Turn } from './turn.ts';
import type { Voice } from './voice.ts';

export type DeedTools = {
  readonly catalog: Catalog;
  readonly platforms: (signal: AbortSignal, cluster?: string) => Platforms;
  readonly policy: Policy;
  readonly audit: Audit;
  /** What has left for a platform; without it, everything may have. */
  readonly outbox?: Outbox;
  readonly voice: Voice;
  readonly clock: () => number;
  readonly deadlineMs?: number;
};

export type Deed = {
  readonly entry: Entry;
  readonly intent: string;
  readonly slots: Facts;
  readonly seek?: Seek;
};

/** What happened, and with which slots: the cluster may be another one than was tried first. */
export type Done = {
  readonly outcome: Outcome<string>;
  readonly phrase: Phrase;
  readonly slots: Facts;
};

/** What the conversation lends a deed; the rest of its talk is the audit's. */
export type Lent = Pick<Talk, 'lastSpeech' | 'setTone' | 'clusters'>;

export type Deeds = {
  readonly run: (turn: Turn, deed: Deed, lent: Lent) => Promise<Done>;
  /** A look before a question; `Done` where there is nothing to ask. Nothing where it can not be told soon. Rejects as the deed would. */
  readonly glance: (turn: Turn, deed: Deed, lent: Lent) => Promise<Done | undefined>;
  /** A look before the read-back; `Done` where there is nothing to agree to. */
  readonly foresee: (turn: Turn, deed: Deed, lent: Lent) => Promise<Foresight | Done>;
};

const glanceMs = 800;

/** Runs deeds under the turn's deadline, each leaving its trace: every change begins and ends in the audit. */
export function createDeeds(tools: DeedTools): Deeds {
  const { catalog, platforms, policy, audit, outbox, voice, clock, deadlineMs = 2_500 } = tools;

  const historyOf = ({ speaker }: Turn): readonly Change[] =>
    toHistory({ changes: audit.changes(), catalog, policy, speaker, now: clock() });

  function toContext(turn: Turn, { entry, slots }: Deed, lent: Lent, signal: AbortSignal): Context {
    const talk: Talk = {
      ...lent,
      changes: () => historyOf(turn),
      takeBack(number) {
        outbox?.note([signal]); // a deed of its own does it
        return takeBack(turn, lent, number);
      },
    };
    const isPlaced = entry.script.order !== undefined; // else the cluster is what it is about, not where
    const clients = platforms(signal, isPlaced ? clusterOf(slots) : undefined);
    return { ...clients, speaker: turn.speaker, signal, turn, talk };
  }

  async function perform(turn: Turn, deed: Deed, lent: Lent, signal: AbortSignal): Promise<Done> {
    const { intent } = deed.entry;
    const context = toContext(turn, deed, lent, signal);
    return toDone(deed, await intent.run(intent.slots.parse(deed.slots), context));
  }

  /** Asks the other clusters at once where the answer is "not here"; who does not answer soon is passed over. */
  async function find(turn: Turn, deed: Deed, lent: Lent, signal: AbortSignal): Promise<Done> {
    const here = await perform(turn, deed, lent, signal);
    const { seek } = deed;
    if (!seek?.replies.includes(here.outcome.reply)) return here;
    const looks = seek.clusters.map((cluster) => {
      const there = { ...deed, slots: { ...deed.slots, cluster } };
      return within(glanceMs, (soon) => perform(turn, there, lent, soon)).catch(nothing);
    });
    return toBest(here, await Promise.all(looks), seek);
  }

  async function run(turn: Turn, deed: Deed, lent: Lent, undoes?: number): Promise<Done> {
    const { entry, intent, slots } = deed;
    const changes = entry.intent.risk !== 'read';
    const record = (how: Pick<Record, 'outcome' | 'undo'>): void => {
      if (!changes) return;
      const at = new Date(clock()).toISOString();
      const { id, session, channel, speaker } = turn;
      const about = { at, turn: id, session, channel, speaker: speaker.id, intent, slots };
      audit.record({ ...about, ...how, ...(undoes !== undefined && { undoes }) });
    };
    record({ outcome: 'begun' });
    let turnSignal: AbortSignal | undefined;
    try {
      const done = await within(deadlineMs, (signal) => {
        turnSignal = signal;
        return find(turn, deed, lent, signal);
      });
      record({ outcome: done.outcome.reply, ...toUndo(done, undoes !== undefined) });
      return done;
    } catch (error) {
      record({ outcome: error instanceof Failure ? `failed: ${error.kind}` : 'failed' });
      const hasLeft = !outbox || (turnSignal !== undefined && outbox.hasLeft(turnSignal));
      throw toPlaced(error, slots, changes ? (hasLeft ? 'unseen' : 'unsent') : 'late');
    }
  }

  /** Does what takes a change back, as a deed of its own, and says how that went. */
  async function takeBack(turn: Turn, lent: Lent, number: number) {
    const undo = audit.changes().find((change) => change.number === number)?.undo;
    const entry = undo && undo !== 'never' ? catalog.get(undo.intent) : undefined;
    if (!undo || undo === 'never' || !entry) throw new Failure('absent');
    const { intent, slots } = undo;
    if (historyOf(turn).find((change) => change.number === number)?.refused)
      throw new Failure('forbidden');
    const { outcome, phrase } = await run(turn, { entry, intent, slots }, lent, number);
    const { speech } = voice.say(phrase, { ...slots, ...outcome.facts }, 'plain', new Map());
    return { how: speech, isChanged: outcome.undo !== undefined };
  }

  return {
    run: (turn, deed, lent) => run(turn, deed, lent),
    async glance(turn, deed, lent) {
      const { intent } = deed.entry;
      const slots = intent.slots.partial().parse(deed.slots);
      const outcome = await within(glanceMs, async (signal) =>
        intent.glance?.(slots, toContext(turn, deed, lent, signal)),
      ).catch((error: unknown) => {
        if (error instanceof Failure && error.kind === 'late') return undefined;
        throw toPlaced(error, deed.slots, 'late');
      });
      return outcome && toDone(deed, outcome);
    },
    async foresee(turn, deed, lent) {
      const { intent } = deed.entry;
      const foresight = await within(deadlineMs, async (signal) =>
        intent.foresee?.(intent.slots.parse(deed.slots), toContext(turn, deed, lent, signal)),
      ).catch((error: unknown) => {
        throw toPlaced(error, deed.slots, 'late');
      });
      if (!foresight) return { facts: {} };
      return 'reply' in foresight ? toDone(deed, foresight) : foresight;
    },
  };
}

/** Which cluster a deed is about; nothing where there is one alone. */
function clusterOf({ cluster }: Facts): string | undefined {
  return cluster === undefined ? undefined : String(cluster);
}

/** A failure tells in which cluster it was, and what it means for an order that its answer was late. */
function toPlaced(error: unknown, { cluster }: Facts, late: 'late' | 'unseen' | 'unsent'): unknown {
  if (!(error instanceof Failure)) return error;
  const kind = error.kind === 'late' ? late : error.kind;
  if (kind === error.kind && cluster === undefined) return error;
  const facts = { ...error.facts, ...(cluster !== undefined && { cluster }) };
  return new Failure(kind, facts, { cause: error });
}

function nothing(error: unknown): undefined {
  if (!(error instanceof Failure)) throw error;
}

function toDone({ entry, intent, slots }: Deed, outcome: Outcome<string>): Done {
  const phrase = entry.script.replies[outcome.reply];
  if (phrase) return { outcome, phrase, slots };
  throw new Error(`${intent} replied ${outcome.reply}, which its script lacks`);
}

/** What takes the deed back goes where the deed went; without it nothing was changed, but by an undo. */
function toUndo({ outcome, slots }: Done, isUndoing: boolean): Pick<Record, 'undo'> {
  const { undo } = outcome;
  const { cluster } = slots;
  if (undo === 'never' || (undo && cluster === undefined)) return { undo };
  if (undo && cluster !== undefined)
    return { undo: { ...undo, slots: { ...undo.slots, cluster } } };
  return isUndoing ? { undo: 'never' } : {};
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
