import type { Guess, Recognition } from '../../conversation/recognition.ts';

/** What was understood, without acting: `intent` is null where the words would not lead to a deed. */
export type Parse = {
  readonly intent: string | null;
  readonly slots: Guess['slots'];
  readonly confidence: number;
  readonly alternatives: readonly Guess[];
  /** Why there is no intent, or what else the words were: `yes`, `no`, `cancel`, `negated`, `question`, … */
  readonly kind: string;
};

export function toParse(recognition: Recognition): Parse {
  const nothing = { intent: null, slots: {}, confidence: 0, alternatives: [] };
  switch (recognition.kind) {
    case 'intent': {
      const { kind, intent, slots, confidence, alternatives } = recognition;
      return { intent, slots, confidence, alternatives, kind };
    }
    case 'propose': {
      const { kind, guess, alternatives } = recognition;
      return { ...nothing, alternatives: [guess, ...alternatives], kind };
    }
    case 'unknown':
      return { ...nothing, alternatives: recognition.alternatives, kind: recognition.why };
    case 'answer':
    case 'correction':
      return { ...nothing, slots: recognition.slots, kind: recognition.kind };
    case 'yes':
    case 'no':
    case 'cancel':
    case 'repeat':
    case 'again':
      return { ...nothing, kind: recognition.kind };
  }
}
