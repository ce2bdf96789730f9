import { Failure, type Facts } from '../failure.ts';
import type { Platforms } from '../intent.ts';
import type { Audit } from '../policy/audit.ts';
import type { Policy } from '../policy/policy.ts';
import type { Catalog, Entry } from './catalog.ts';
import { type Deeds, createDeeds } from './deeds.ts';
import type { Memory, Pending } from './memory.ts';
import { createOnce } from './once.ts';
import { prepare } from './prepare.ts';
import type { ReadSlot, Recognize } from './recognition.ts';
import type { Phrase } from './script.ts';
import { toSentence } from './sentence.ts';
import type { Reply, Turn } from './turn.ts';
import { type Wish, understand } from './understand.ts';
import { type SayableFacts, type Voice, fill } from './voice.ts';
import type { AsideName, Asides } from './words.ts';

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
  /** The clients of one turn, every call of which ends with the signal. */
  readonly platforms: (signal: AbortSignal) => Platforms;
  readonly clock: () => number;
  readonly log: (event: string, detail: Readonly<Record<string, unknown>>) => void;
  readonly deadlineMs?: number;
  readonly answerWithinMs?: number;
};

/** What is left to be said once the wording is chosen. */
type Draft = Omit<Reply, 'speech' | 'text'>;

/**
 * Turns what was heard into what is said. It never rejects, answers within `deadlineMs` whatever a backend
 * does, and does a thing once however often the same turn is delivered.
 */
export function createConverse(tools: Tools): Converse {
  const { catalog, asides, memory, voice, policy, clock, log, answerWithinMs = 60_000 } = tools;
  const once = createOnce<Reply>({ clock });
  const deeds: Deeds = createDeeds(tools);

  return (turn) => {
    const key = JSON.stringify([turn.channel, turn.speaker.id, turn.session]);
    return once(`${key}${turn.id}`, () => answer(key, turn));
  };

  async function answer(key: string, turn: Turn): Promise<Reply> {
    try {
      const taken = memory.take(key);
      const wish = understand(turn.heard, taken, memory.recall(key), tools);
      if (wish.kind === 'silence') return onSilence(key, wish.last, taken.pending);
      memory.update(key, { silences: 0 });
      if (wish.kind === 'unclear') return onUnclear(key, turn, wish.pending);
      if (wish.kind === 'unheard') return await onMiss(key, turn);
      if (wish.kind !== 'do') return speak(key, asides[wish.kind], {}, { kind: 'tell' });
      return await pursue(key, turn, wish);
    } catch (error) {
      return onError(key, error);
    }
  }

  /** Asks for what is missing, refuses what is not allowed, reads back what is dangerous; then acts. */
  async function pursue(
    key: string,
    turn: Turn,
    wish: Extract<Wish, { kind: 'do' }>,
  ): Promise<Reply> {
    const entry = catalog.get(wish.intent);
    if (!entry) return onMiss(key, turn);
    const { intent } = entry;
    const focus = intent.risk === 'read' ? memory.recall(key).focus : {};
    const prepared = prepare(entry, wish.slots, focus, (type, raw) =>
      tools.readSlot(type, raw, { names: tools.names }),
    );
    const about = { intent: wish.intent, slots: prepared.slots };
    if (prepared.kind === 'ask') {
      const { slot, question, heard } = prepared;
      const phrase = heard === undefined ? { say: [question] } : asides.unusable;
      const pending = { ...about, awaits: { slot }, question };
      return ask(key, phrase, { question, ...(heard !== undefined && { heard }) }, pending);
    }
    const refusal = policy({
      speaker: turn.speaker,
      risk: intent.risk,
      numbers: guarded(entry, prepared.slots),
    });
    if (refusal)
      return speak(key, asides[refusal.aside], refusal.facts, { kind: 'tell', ...about });
    const question = wish.agreed ? undefined : readBack(wish, entry, prepared.slots);
    if (question !== undefined)
      return ask(key, { say: [question] }, {}, { ...about, awaits: 'yes', question });
    return act(key, turn, { ...about, entry });
  }

  async function act(
    key: string,
    turn: Turn,
    { entry, intent, slots }: { entry: Entry; intent: string; slots: Facts },
  ): Promise<Reply> {
    const { outcome, phrase } = await deeds(
      turn,
      { entry, intent, slots },
      {
        lastSpeech: memory.recall(key).lastSpeech,
        setTone: (tone) => memory.update(key, { tone }),
      },
    );
    const { facts = {}, display, run, end = false } = outcome;
    remember(key, intent, slots, entry);
    const draft: Draft = {
      kind: end ? 'end' : 'tell',
      intent,
      slots,
      ...(display && { display }),
      ...(run !== undefined && { run }),
      ...(entry.script.suggestions.length > 0 && { suggestions: entry.script.suggestions }),
    };
    const reply = speak(key, phrase, { ...slots, ...facts }, draft);
    if (end) memory.forget(key);
    return reply;
  }

  /** What was talked about, for "no, fifteen" and "how many are running?". */
  function remember(key: string, intent: string, slots: Facts, { script }: Entry): void {
    memory.update(key, { misses: 0 });
    if (Object.keys(slots).length === 0) return;
    const focus: Record<string, string | number> = { ...memory.recall(key).focus };
    for (const [name, value] of Object.entries(slots)) {
      const type = script.slots[name]?.type;
      if (type !== undefined && type !== 'number') focus[type] = value;
    }
    memory.update(key, { last: { intent, slots }, focus });
  }

  function readBack(
    wish: Extract<Wish, { kind: 'do' }>,
    entry: Entry,
    slots: Facts,
  ): string | undefined {
    const { script, intent } = entry;
    if (script.confirm !== undefined) return fill(script.confirm, slots);
    const aside: AsideName | undefined =
      wish.confirm ?? (intent.risk === 'destroy' ? 'sure' : undefined);
    if (!aside) return undefined;
    return fill(asides[aside].say[0] ?? '', { sentence: toSentence(script, slots) });
  }

  function onSilence(key: string, last: boolean, pending: Pending | undefined): Reply {
    const silences = memory.recall(key).silences + 1;
    if (last || silences > 3) {
      const reply = speak(key, asides['silence-last'], {}, { kind: 'end' });
      memory.forget(key);
      return reply;
    }
    memory.update(key, { silences, pending });
    const level: AsideName =
      silences === 1 ? 'silence-1' : silences === 2 ? 'silence-2' : 'silence-3';
    return again(key, level, pending);
  }

  /** Words that answer nothing: the question is put again, twice at most. */
  function onUnclear(key: string, turn: Turn, pending: Pending): Reply | Promise<Reply> {
    const misses = memory.recall(key).misses + 1;
    if (misses > 3) return onMiss(key, turn);
    memory.update(key, { misses, pending });
    if (pending.awaits !== 'yes') return again(key, 'unheard-1', pending);
    const { question } = pending;
    return speak(key, asides['yes-or-no'], { question }, { kind: 'ask', expects: 'confirmation' });
  }

  async function onMiss(key: string, turn: Turn): Promise<Reply> {
    const misses = memory.recall(key).misses + 1;
    memory.update(key, { misses: misses > 3 ? 0 : misses });
    const help = catalog.get('smalltalk/help');
    if (misses > 3 && help)
      return act(key, turn, { entry: help, intent: 'smalltalk/help', slots: {} });
    const level: AsideName = misses === 1 ? 'unheard-1' : misses === 2 ? 'unheard-2' : 'unheard-3';
    return speak(key, asides[level], {}, { kind: 'tell' });
  }

  function again(key: string, aside: AsideName, pending: Pending | undefined): Reply {
    if (!pending) return speak(key, asides[aside], {}, { kind: 'ask' });
    const phrase = { say: asides[aside].say.map((line) => `${line} {question}`) };
    return speak(key, phrase, { question: pending.question }, toDraft(pending));
  }

  function ask(
    key: string,
    phrase: Phrase,
    facts: Facts,
    pending: Omit<Pending, 'expiresAt'>,
  ): Reply {
    memory.update(key, { pending: { ...pending, expiresAt: clock() + answerWithinMs } });
    return speak(key, phrase, facts, toDraft(pending));
  }

  function onError(key: string, error: unknown): Reply {
    log('turn.failed', { error });
    if (!(error instanceof Failure)) return speak(key, asides.broken, {}, { kind: 'tell' });
    return speak(key, asides[error.kind], error.facts, { kind: 'tell' });
  }

  function speak(key: string, phrase: Phrase, facts: SayableFacts, draft: Draft): Reply {
    const { tone, used } = memory.recall(key);
    const said = voice.say(phrase, facts, tone, used);
    memory.update(key, { used: said.used, lastSpeech: said.speech });
    return { ...draft, speech: said.speech, text: said.speech };
  }
}

function toDraft({ awaits, intent, slots }: Omit<Pending, 'expiresAt'>): Draft {
  return { kind: 'ask', expects: awaits === 'yes' ? 'confirmation' : 'answer', intent, slots };
}

function guarded({ script }: Entry, slots: Facts): { limit: string; value: number }[] {
  return Object.entries(script.slots).flatMap(([name, { limit }]) => {
    const value = slots[name];
    return limit !== undefined && typeof value === 'number' ? [{ limit, value }] : [];
  });
}
