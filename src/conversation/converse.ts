import { Failure } from '../failure.ts';
import type { Later, Platforms } from '../intent.ts';
import type { Audit } from '../policy/audit.ts';
import type { Policy, Refusal } from '../policy/policy.ts';
import type { Catalog } from './catalog.ts';
import { createDeeds, type Deed, type Done } from './deeds.ts';
import { goingBy } from './clusters.ts';
import { showAll } from './enumerate.ts';
import { createEverywhere, isForAll } from './everywhere.ts';
import { guarded } from './guarded.ts';
import { toLater } from './later.ts';
import { createLend } from './lend.ts';
import type { Memory, Pending } from './memory.ts';
import { createMishaps } from './mishaps.ts';
import { createOnce } from './once.ts';
import { prepare, type Prepared } from './prepare.ts';
import type { Guess, ReadSlot, Recognize } from './recognition.ts';
import { readBack } from './read-back.ts';
import { remember } from './remember.ts';
import { toSeek } from './seek.ts';
import { toNearest } from './nearest.ts';
import { toSentence } from './sentence.ts';
import { createSpeech, type Draft } from './speech.ts';
import { type Reply, toKey, type Turn, withoutSecret } from './turn.ts';
import { understand, type Wish } from './understand.ts';
import { fill, type Voice } from './voice.ts';
import type { Asides } from './words.ts';

export type Converse = (turn: Turn) => Promise<Reply>;

export type Tools = {
  readonly catalog: Catalog;
  readonly asides: Asides;
  readonly recognize: Recognize;
  readonly readSlot: ReadSlot;
  readonly names: (list: string) => readonly string[];
  readonly memory: Memory;
  readonly voice: Voice;
  readonly policy: Policy;
  readonly audit: Audit;
  /** What can be known of a failure beyond its own words. */
  readonly explain: (failure: Failure) => Promise<Failure>;
  /** The clients of one turn in one cluster, every call of which ends with the signal. */
  readonly platforms: (signal: AbortSignal, cluster?: string) => Platforms;
  /** What the clusters are called, where there are several. */
  readonly clusters?: readonly string[];
  readonly clock: () => number;
  readonly log: (event: string, detail: Readonly<Record<string, unknown>>) => void;
  /** Takes note of what a channel that can call back is to be told later. */
  readonly expect?: (turn: Turn, later: Later) => void;
  readonly deadlineMs?: number;
  readonly answerWithinMs?: number;
};

type Order = Extract<Wish, { kind: 'do' }>;
type Open = Extract<Prepared, { kind: 'ask' }>;

/**
 * Turns what was heard into what is said. It never rejects, answers within `deadlineMs` whatever a backend
 * does, and does a thing once however often the same turn is delivered.
 */
export function createConverse(tools: Tools): Converse {
  const { catalog, asides, memory, policy, clusters = [], clock, log } = tools;
  const once = createOnce<Reply>({ clock, keep: withoutSecret });
  const deeds = createDeeds(tools);
  const lend = createLend(memory, clusters);
  const speech = createSpeech(tools);
  const { speak, ask } = speech;
  const everywhere = createEverywhere({ ...tools, speech, lend });
  const mishaps = createMishaps({ asides, memory, speech });

  return (turn) => {
    const key = toKey(turn);
    return once(`${key}${turn.id}`, () => answer(key, turn));
  };

  async function answer(key: string, turn: Turn): Promise<Reply> {
    try {
      const taken = memory.take(key);
      const wish = understand(turn.heard, taken, memory.recall(key), tools);
      if (wish.kind === 'silence') return mishaps.onSilence(key, wish.last, taken.pending);
      memory.update(key, { silences: 0 });
      const reply = await answerWish(key, turn, wish);
      const { pending } = taken;
      return pending && isAside(wish, reply, pending) ? speech.reopen(key, reply, pending) : reply;
    } catch (error) {
      return await onError(key, error);
    }
  }

  /** A look at something else meanwhile: the question that was open stays so. */
  function isAside(wish: Wish, { kind }: Reply, pending: Pending): boolean {
    if (wish.kind !== 'do' || kind !== 'tell' || wish.intent === pending.intent) return false;
    return catalog.get(wish.intent)?.intent.risk === 'read';
  }

  function answerWish(
    key: string,
    turn: Turn,
    wish: Exclude<Wish, { kind: 'silence' }>,
  ): Reply | Promise<Reply> {
    switch (wish.kind) {
      case 'do':
        return pursue(key, turn, wish);
      case 'unheard':
        return onMiss(key, turn, wish.nearest);
      case 'unclear':
        return mishaps.onUnclear(key, wish.pending) ?? onMiss(key, turn);
      case 'negated':
      case 'question':
      case 'hypothetical':
        return speak(key, asides[wish.kind], toNearest(catalog, wish.nearest), { kind: 'tell' });
      case 'declined':
      case 'cancelled':
      case 'nothing-open':
      case 'expired':
        return speak(key, asides[wish.kind], {}, { kind: 'tell' });
    }
  }

  /** Asks for what is missing, refuses what is not allowed, reads back what is dangerous; then acts. */
  async function pursue(key: string, turn: Turn, wish: Order): Promise<Reply> {
    const entry = catalog.get(wish.intent);
    if (!entry) return onMiss(key, turn);
    const { intent } = entry;
    const { focus, home } = memory.recall(key);
    const prepared = prepare(goingBy(entry, home), wish.slots, focus, (type, raw) =>
      tools.readSlot(type, raw, { names: tools.names }),
    );
    const about = { intent: wish.intent, slots: prepared.slots };
    if (prepared.kind === 'ask') return inquire(key, turn, { ...about, entry }, prepared);
    const refusal = policy({
      speaker: turn.speaker,
      risk: intent.risk,
      numbers: guarded(entry, prepared.slots),
    });
    const seek = toSeek(intent, clusters, {
      said: wish.slots['cluster'] === undefined ? undefined : about.slots['cluster'],
      focus: focus['cluster'],
      here: about.slots['cluster'],
    });
    const deed: Deed = { ...about, entry, seek };
    if (refusal) return refuse(key, deed, refusal);
    if (isForAll(deed)) return everywhere(key, turn, deed);
    if (wish.agreed) return act(key, turn, deed);
    const foreseen = await deeds.foresee(turn, deed, lend(key));
    if ('outcome' in foreseen) return tell(key, deed, foreseen);
    const slots = { ...prepared.slots, ...foreseen.slots };
    const back = readBack(asides, wish.confirm, { ...deed, slots }, foreseen);
    if (!back) return act(key, turn, { ...deed, slots });
    const { phrase, question } = back;
    return ask(key, phrase, { question }, { ...about, slots, awaits: 'yes', question });
  }

  async function inquire(key: string, turn: Turn, deed: Deed, open: Open): Promise<Reply> {
    const idle = await deeds.glance(turn, deed, lend(key));
    if (idle) return tell(key, deed, idle);
    const { intent, slots } = deed;
    const { slot, question, heard } = open;
    const phrase = heard === undefined ? { say: [question] } : asides.unusable;
    const pending = { intent, slots, awaits: { slot }, question };
    return ask(key, phrase, { question, ...(heard !== undefined && { heard }) }, pending);
  }

  /** Offers what a limit leaves, unless that would need a read-back of its own. */
  function refuse(key: string, deed: Deed, { aside, facts, offer }: Refusal): Reply {
    const { entry, intent, slots: given } = deed;
    const about = { intent, slots: given };
    if (!offer || entry.script.confirm !== undefined)
      return speak(key, asides[aside], facts, { kind: 'tell', ...about });
    const slots = { ...about.slots, [offer.slot]: offer.value };
    const sentence = toSentence(entry.script, slots);
    const question = fill(asides.change.say[0] ?? '', { sentence });
    const offered = { ...about, slots, awaits: 'yes', question } as const;
    return ask(key, asides[aside], { ...facts, question }, offered);
  }

  async function act(key: string, turn: Turn, deed: Deed): Promise<Reply> {
    const done = await deeds.run(turn, deed, lend(key));
    const later = toLater(deed, done);
    if (later) tools.expect?.(turn, later);
    return tell(key, deed, done);
  }

  function tell(key: string, deed: Deed, { outcome, phrase, slots }: Done): Reply {
    const { entry, intent } = deed;
    const { facts = {}, display, run, end = false, asks } = outcome;
    const shown = display ?? showAll(facts);
    memory.update(key, remember(memory.recall(key), deed, slots));
    const draft: Draft = {
      kind: end ? 'end' : 'tell',
      intent,
      slots,
      ...(shown && { display: shown }),
      ...(run !== undefined && { run }),
      ...(entry.script.suggestions.length > 0 && { suggestions: entry.script.suggestions }),
    };
    const said = { ...slots, ...facts };
    if (asks !== undefined) {
      const question = { intent, slots, awaits: { slot: asks } };
      return speech.inquire(key, phrase, said, question, draft);
    }
    const reply = speak(key, phrase, said, draft);
    if (end) memory.forget(key);
    return reply;
  }

  /** Not understood, or the fourth time, what can be. */
  function onMiss(key: string, turn: Turn, nearest?: Guess): Reply | Promise<Reply> {
    const help = catalog.get('smalltalk/help');
    const reply = mishaps.onMiss(key, toNearest(catalog, nearest));
    if (reply) return reply;
    if (help) return act(key, turn, { entry: help, intent: 'smalltalk/help', slots: {} });
    return onMiss(key, turn, nearest);
  }

  async function onError(key: string, error: unknown): Promise<Reply> {
    log('turn.failed', { error });
    if (!(error instanceof Failure)) return speak(key, asides.broken, {}, { kind: 'tell' });
    const { kind, facts } = await tools.explain(error);
    return speak(key, asides[kind], facts, { kind: 'tell' });
  }
}
