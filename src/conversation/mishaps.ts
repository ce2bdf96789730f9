import type { Memory, Pending } from './memory.ts';
import type { Speech } from './speech.ts';
import type { Reply } from './turn.ts';
import type { SayableFacts } from './voice.ts';
import type { Asides } from './words.ts';

export type Mishaps = {
  /** Nothing was said: three answers, ever less patient, then goodbye; at once when it was the `last` time. */
  readonly onSilence: (key: string, last: boolean, pending: Pending | undefined) => Reply;
  /** Words that do not answer the open question, which is put again. Nothing once that was done three times. */
  readonly onUnclear: (key: string, pending: Pending) => Reply | undefined;
  /** Words that were not understood. Nothing the fourth time, when help is due. */
  readonly onMiss: (key: string, nearest: SayableFacts) => Reply | undefined;
};

export type MishapsOptions = {
  readonly asides: Asides;
  readonly memory: Memory;
  readonly speech: Speech;
};

const silent = ['silence-1', 'silence-2', 'silence-3'] as const;
const unheard = ['unheard-1', 'unheard-2', 'unheard-3'] as const;

/** What is said when there is nothing to go by. */
export function createMishaps({ asides, memory, speech }: MishapsOptions): Mishaps {
  return {
    onSilence(key, last, pending) {
      const { silences } = memory.recall(key);
      const aside = last ? undefined : silent[silences];
      if (!aside) {
        const reply = speech.speak(key, asides['silence-last'], {}, { kind: 'end' });
        memory.forget(key);
        return reply;
      }
      memory.update(key, { silences: silences + 1, pending });
      return speech.again(key, asides[aside], pending);
    },
    onUnclear(key, pending) {
      const { misses } = memory.recall(key);
      if (misses >= 3) return undefined;
      memory.update(key, { misses: misses + 1, pending });
      if (pending.awaits !== 'yes') return speech.again(key, asides['unheard-1'], pending);
      const { question } = pending;
      const draft = { kind: 'ask', expects: 'confirmation' } as const;
      return speech.speak(key, asides['yes-or-no'], { question }, draft);
    },
    onMiss(key, nearest) {
      const { misses } = memory.recall(key);
      const aside = unheard[misses];
      memory.update(key, { misses: aside ? misses + 1 : 0 });
      return aside && speech.speak(key, asides[aside], nearest, { kind: 'tell' });
    },
  };
}
