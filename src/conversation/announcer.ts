import type { Later } from '../intent.ts';
import { pause } from '../pause.ts';
import type { Entry } from './catalog.ts';
import { createDeeds, type DeedTools, type Done } from './deeds.ts';
import { createSpeech, type SpeechOptions } from './speech.ts';
import { type Reply, toKey, type Turn } from './turn.ts';

/** A channel that can call back, for one session: hears what is said there without being asked. */
export type Ear = {
  readonly tell: (reply: Reply) => void;
  /** Nothing more will be told. */
  readonly end: () => void;
};

export type Place = Pick<Turn, 'channel' | 'session' | 'speaker'>;

export type Announcer = {
  /** Keeps in mind what is to be told in this session once it has come to its end. */
  readonly expect: (turn: Turn, later: Later) => void;
  /** Tells what comes to its end from now on, until the returned function is called. */
  readonly listen: (place: Place, ear: Ear) => () => void;
  readonly close: () => void;
};

export type AnnouncerTools = DeedTools &
  SpeechOptions & {
    /** Resolves when something has changed, after `ms`, or when the signal ends it. */
    readonly changed: (ms: number, signal: AbortSignal) => Promise<void>;
    readonly log: (event: string, detail: Readonly<Record<string, unknown>>) => void;
    readonly stallMs?: number;
  };

type Session = {
  readonly ears: Map<Ear, Place['speaker']>;
  /** By topic: whose wish it was, and until when it is of interest. */
  readonly wishes: Map<string, Wish>;
};

type Wish = { readonly turn: Turn; readonly later: Later; readonly until: number };
type Topic = { readonly later: Later; readonly entry: Entry; readonly end: AbortController };

const keepMs = 30 * 60_000;
const maxSessions = 1_000;
const lookEveryMs = 3_000;
const settleMs = 200;

/**
 * Says "12 ping tasks are running" when they do, or why they do not. One look for each thing that is waited for,
 * however many sessions wait for it, and none for sessions that nobody listens to.
 */
export function createAnnouncer(tools: AnnouncerTools): Announcer {
  const { catalog, clock, changed, log, stallMs = 5_000 } = tools;
  const deeds = createDeeds(tools);
  const { speak } = createSpeech(tools);
  const sessions = new Map<string, Session>();
  const topics = new Map<string, Topic>();

  function recall(id: string): Session {
    const session = sessions.get(id) ?? { ears: new Map(), wishes: new Map() };
    sessions.delete(id);
    sessions.set(id, session);
    for (const [oldest, { ears }] of sessions) {
      if (sessions.size <= maxSessions) break;
      if (ears.size === 0) sessions.delete(oldest);
    }
    return session;
  }

  /** Looks after a topic for as long as somebody listens who wishes to know. */
  function follow(id: string, later: Later): void {
    const entry = catalog.get(later.intent);
    if (topics.has(id) || !entry) return;
    const end = new AbortController();
    const topic = { later, entry, end };
    topics.set(id, topic);
    pursue(id, topic)
      .catch((error: unknown) => log('announcement.failed', { error }))
      .finally(() => drop(id, topic));
  }

  function drop(id: string, topic: Topic): void {
    topic.end.abort();
    if (topics.get(id) === topic) topics.delete(id);
  }

  async function pursue(id: string, topic: Topic): Promise<void> {
    const { signal } = topic.end;
    const isDue = createPatience(clock, stallMs);
    await pause(settleMs, signal); // the reply to the order comes first
    while (!signal.aborted) {
      const news = changed(lookEveryMs, signal);
      const [wish] = wishers(id);
      if (!wish) return;
      const done = await look(topic, wish.turn);
      const isOver = isOneOf(topic.entry.intent.ends, done);
      const isStuck = isOneOf(topic.entry.intent.stalls, done);
      if (done && (isOver || (isStuck && isDue(done.outcome.reply))))
        announce(id, topic, done, isOver);
      if (isOver) return;
      await news;
      await pause(settleMs, signal); // a burst of changes is looked at once
    }
  }

  /** Nothing while it can not be told: a platform that is away for a while comes back. */
  async function look({ entry, later }: Topic, turn: Turn): Promise<Done | undefined> {
    const { intent, slots } = later;
    const clusters = { names: [], current: undefined, use: () => undefined };
    const lent = { lastSpeech: undefined, setTone: () => undefined, clusters };
    return deeds
      .run({ ...turn, heard: { kind: 'intent', ...later } }, { entry, intent, slots }, lent)
      .catch(() => undefined);
  }

  /** Those who wish to know of it, and have an ear open. */
  function wishers(id: string) {
    return [...sessions.values()].flatMap((session) => {
      const wish = session.wishes.get(id);
      if (!wish || session.ears.size === 0) return [];
      if (wish.until > clock()) return [{ session, turn: wish.turn }];
      session.wishes.delete(id);
      return [];
    });
  }

  function announce(id: string, { later, entry }: Topic, done: Done, isOver: boolean): void {
    const { outcome, phrase, slots } = done;
    for (const { session, turn } of wishers(id)) {
      if (isOver) session.wishes.delete(id);
      const reply = speak(
        toKey(turn),
        phrase,
        { ...slots, ...outcome.facts },
        {
          kind: 'tell',
          intent: later.intent,
          slots,
          ...(outcome.display && { display: outcome.display }),
          ...(entry.script.suggestions.length > 0 && { suggestions: entry.script.suggestions }),
        },
      );
      for (const [ear, speaker] of session.ears) if (mayHear(speaker, turn)) ear.tell(reply);
    }
  }

  return {
    expect(turn, later) {
      const id = toId(later);
      const session = recall(toPlace(turn));
      session.wishes.set(id, { turn, later, until: clock() + keepMs });
      if (session.ears.size > 0) follow(id, later);
    },
    listen(place, ear) {
      const session = recall(toPlace(place));
      session.ears.set(ear, place.speaker);
      for (const [id, { later }] of session.wishes) follow(id, later);
      return () => {
        session.ears.delete(ear);
        for (const [id, topic] of topics) if (wishers(id).length === 0) drop(id, topic);
      };
    },
    close() {
      for (const [id, topic] of topics) drop(id, topic);
      for (const { ears } of sessions.values()) for (const ear of ears.keys()) ear.end();
      sessions.clear();
    },
  };
}

/** Everybody may hear what they ordered themselves, and an admin everything. */
function mayHear({ id, role }: Place['speaker'], { speaker }: Turn): boolean {
  return role === 'admin' || id === speaker.id;
}

function isOneOf(replies: readonly string[] | undefined, done: Done | undefined): boolean {
  return done !== undefined && replies?.includes(done.outcome.reply) === true;
}

/** A stall is told once, and only when it has lasted: much of it passes by itself. */
function createPatience(clock: () => number, stallMs: number): (reply: string) => boolean {
  const told = new Set<string>();
  let since: number | undefined;
  return (reply) => {
    since ??= clock();
    if (clock() - since < stallMs || told.has(reply)) return false;
    told.add(reply);
    return true;
  };
}

function toId({ intent, slots }: Later): string {
  return JSON.stringify([intent, slots]);
}

function toPlace({ channel, session }: Pick<Turn, 'channel' | 'session'>): string {
  return JSON.stringify([channel, session]);
}
