import type { Recognition } from '../recognition.ts';
import type { ByTemplate, Heed } from './by-template.ts';
import type { Likelihoods } from './classifier/classify.ts';
import type { Token } from './normalise.ts';
import type { Overall, Whole } from './overall.ts';
import type { Risk } from './phrasebook.ts';
import { remembering } from './remembering.ts';

/** What is so likely to be about nothing is not looked at as a part of something. */
const idle = 0.9;
/** What is less likely to be about anything is not, either. */
const slight = 0.2;
/** So few words tell nothing as a whole. */
const shortest = 2;
/** A part of more words is not said as a template has them. */
const longestPlain = 10;

/** Hears a part of an utterance, or what the utterance may have been. */
export type Parts = {
  readonly hear: (part: readonly Token[]) => Recognition | undefined;
  /** Whether a part may be a question; quick, and never wrong when it says no. */
  readonly mayAsk: (part: readonly Token[]) => boolean;
};

/** Prepares the hearing of parts, each once however often it comes up; only what can matter to the whole is heard. */
export function createParts(
  overall: Overall,
  byTemplate: (heed: Heed) => ByTemplate,
  risks: ReadonlyMap<string, Risk>,
): (whole: Whole, heed: Heed, toWhole: (part: readonly Token[]) => Whole) => Parts {
  return (whole, heed, toWhole) => {
    const { toOdds } = heed;
    const templates = byTemplate({
      ...heed,
      least: slight,
      mayBe: (part) => overall.mayBe(part, whole),
    });
    return {
      hear: remembering((part): Recognition | undefined => {
        const odds = toOdds(part);
        if (odds && !mayMatter(odds, whole)) return undefined;
        const sure = part.length < shortest ? undefined : overall.surely(toWhole(part));
        return sure ?? (part.length > longestPlain ? undefined : templates.plainly(part));
      }),
      mayAsk: (part) => {
        const likely = toOdds(part)?.intents.filter(({ share }) => share >= slight);
        return !likely || likely.some(({ intent }) => risks.get(intent) === 'read');
      },
    };
  };

  /** Whether a part may be about something that the whole may be about. */
  function mayMatter({ intents, none }: Likelihoods, whole: Whole): boolean {
    if (none > idle) return false;
    return intents.some((part) => part.share >= slight && overall.mayBe(part, whole));
  }
}
