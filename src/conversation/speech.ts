import type { Facts } from '../failure.ts';
import type { Memory, Pending } from './memory.ts';
import type { Phrase } from './script.ts';
import type { Reply } from './turn.ts';
import { fill, type SayableFacts, type Voice } from './voice.ts';
import type { Asides } from './words.ts';

/** What is left to be said once the wording is chosen. */
export type Draft = Omit<Reply, 'speech' | 'text'>;

export type Question = Omit<Pending, 'expiresAt'>;

export type Speech = {
  /** Words a reply in the session's tone, says where it holds if the facts name a cluster, and remembers it. */
  readonly speak: (key: string, phrase: Phrase, facts: SayableFacts, draft: Draft) => Reply;
  /** Asks, and leaves the question open for a while. */
  readonly ask: (key: string, phrase: Phrase, facts: Facts, question: Question) => Reply;
  /** Asks in the words of a phrase that is a question itself. */
  readonly inquire: (
    key: string,
    phrase: Phrase,
    facts: SayableFacts,
    question: Omit<Question, 'question'>,
    draft: Partial<Draft>,
  ) => Reply;
  /**
   * Leaves a question open after a reply that told something else meanwhile, or that repeated it. It is put again the
   * first time only; from then on it waits no longer than it would have.
   */
  readonly reopen: (key: string, reply: Reply, pending: Pending) => Reply;
  /** Puts a question that is open already, after a remark. */
  readonly again: (key: string, remark: Phrase, question: Question | undefined) => Reply;
};

export type SpeechOptions = {
  readonly asides: Pick<Asides, 'placed'>;
  readonly memory: Memory;
  readonly voice: Voice;
  readonly clock: () => number;
  readonly answerWithinMs?: number;
};

export function createSpeech(options: SpeechOptions): Speech {
  const { asides, memory, voice, clock, answerWithinMs = 60_000 } = options;

  const speak: Speech['speak'] = (key, phrase, facts, draft) => {
    const { tone, used } = memory.recall(key);
    const said = voice.say(phrase, facts, tone, used);
    const speech = toPlaced(said.speech, facts['cluster'], asides);
    memory.update(key, { used: said.used, lastSpeech: speech });
    return { ...draft, speech, text: speech };
  };

  const toPending = (question: Question): Pending => ({
    ...question,
    expiresAt: clock() + answerWithinMs,
  });

  return {
    speak,
    ask(key, phrase, facts, question) {
      memory.update(key, { pending: toPending(question) });
      return speak(key, phrase, facts, toDraft(question));
    },
    inquire(key, phrase, facts, question, draft) {
      const reply = speak(key, phrase, facts, { ...draft, ...toDraft(question) });
      const expiresAt = clock() + answerWithinMs;
      memory.update(key, { pending: { ...question, question: reply.speech, expiresAt } });
      return reply;
    },
    reopen(key, reply, pending) {
      const { question, isReminded } = pending;
      const isPut = reply.speech.endsWith(question);
      const speech = isPut || isReminded ? reply.speech : `${reply.speech} ${question}`;
      const again = { ...toPending(pending), isReminded: !isPut };
      memory.update(key, { pending: isPut || !isReminded ? again : pending, lastSpeech: speech });
      const { kind, expects } = toDraft(pending);
      return { ...reply, kind, ...(expects && { expects }), speech, text: speech };
    },
    again(key, remark, question) {
      if (!question) return speak(key, remark, {}, { kind: 'ask' });
      const phrase = { say: remark.say.map((line) => `${line} {question}`) };
      return speak(key, phrase, { question: question.question }, toDraft(question));
    },
  };
}

/** "On west: …", where there are several clusters to speak of. */
export function toPlaced(
  speech: string,
  cluster: SayableFacts[string],
  { placed }: SpeechOptions['asides'],
): string {
  return cluster === undefined ? speech : fill(placed.say[0] ?? '', { cluster, speech });
}

function toDraft({ awaits, intent, slots }: Omit<Question, 'question'>): Draft {
  return { kind: 'ask', expects: awaits === 'yes' ? 'confirmation' : 'answer', intent, slots };
}
