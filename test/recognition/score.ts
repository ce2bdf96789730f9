import type { Recognize } from '../../src/conversation/recognition.ts';
import type { Risk } from '../../src/conversation/recognition/phrasebook.ts';
import { names, type Sentence, toSlotText } from './sentences.ts';

/** How one sentence came out. `acted` means that something would have been changed that was not asked for. */
export type Verdict = {
  readonly sentence: Sentence;
  readonly right: boolean;
  readonly acted: boolean;
};

export function judge(
  sentence: Sentence,
  recognize: Recognize,
  risks: ReadonlyMap<string, Risk>,
  slotless = false,
): Verdict {
  const heard = recognize(sentence.hear, { names });
  const { intent, slots } = heard.kind === 'intent' ? heard : { intent: undefined, slots: {} };
  const filled = slotless || toSlotText(slots) === sentence.slots;
  const matches = intent === sentence.intent && filled;
  const writes = intent !== undefined && risks.get(intent) !== 'read';
  // A near miss may be answered ("how is it?"), it may only not be acted on.
  return {
    sentence,
    right: sentence.kind === 'near-misses' ? !writes : matches,
    acted: writes && !matches,
  };
}
