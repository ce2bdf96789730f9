import type { Hearing, Recognition, Recognize, Scripts } from './recognition.ts';
import { createClassify } from './recognition/classifier/classify.ts';
import type { Model } from './recognition/classifier/model.ts';
import { createByTemplate, type Heed } from './recognition/by-template.ts';
import { createOverall, type Whole } from './recognition/overall.ts';
import { createAnswers } from './recognition/answers.ts';
import { readContrast } from './recognition/contrast.ts';
import { gatherEvidence } from './recognition/evidence.ts';
import { createClauses } from './recognition/clauses.ts';
import { createDoubts } from './recognition/doubts.ts';
import { createFluency } from './recognition/fluency.ts';
import { createMend } from './recognition/mend.ts';
import { createGuards, type Guard } from './recognition/guards.ts';
import { createLiving } from './recognition/living.ts';
import { createLoosely } from './recognition/leeway.ts';
import { createLexicon, toLiterals } from './recognition/lexicon.ts';
import { toHeardScripts } from './recognition/heard-scripts.ts';
import type { Lists } from './recognition/lists.ts';
import { normalise, type Token } from './recognition/normalise.ts';
import { createExcuse } from './recognition/remarks.ts';
import { remembering } from './recognition/remembering.ts';
import { createParts } from './recognition/parts.ts';
import { createPhrasebook, type Risk } from './recognition/phrasebook.ts';
import { createSlots, type ReadFillings } from './recognition/slots.ts';
import { createValues, type SaidValues } from './recognition/values.ts';
import { createUnwrap } from './recognition/wrapping.ts';

export { createReadSlot } from './recognition/read-slot.ts';

export type Recognizing = {
  readonly scripts: Scripts;
  readonly lists: Lists;
  readonly risks: ReadonlyMap<string, Risk>;
  /** What the build learnt of whole sentences; without it only templates are heard. */
  readonly model?: Model;
};

type Read = () => Recognition | undefined;

const longest = 40;

/**
 * Prepares the understanding of whole utterances. What comes out as `intent` accounts for every word that was
 * said; anything that can change something and does not is at most proposed.
 */
export function createRecognize({ scripts: all, lists, risks, model }: Recognizing): Recognize {
  const scripts = toHeardScripts(all);
  const lexicon = createLexicon(lists, toLiterals(scripts));
  const toFluent = createFluency(lists);
  const mend = createMend(lists, lexicon, risks);
  const phrasebook = createPhrasebook({ scripts, risks, lexicon });
  const hear = createSlots(lists, lexicon, scripts);
  const readAnswer = createAnswers(lists, lexicon);
  const readValues = createValues(scripts, lists, lexicon);
  const findGuard = createGuards(lists, lexicon);
  const doubts = createDoubts(lists, lexicon);
  const hearClauses = createClauses({ lists, risks, lexicon, findGuard, readValues });
  const excuse = createExcuse(lists.guards.excused, lexicon.spellings);
  const findWhy = (words: readonly string[], text: string): Guard | undefined =>
    findGuard(excuse(words.filter((_, at) => !isDue(words, at))), text);
  const unwrap = createUnwrap(lists, lexicon);
  const evidence = gatherEvidence(scripts, risks, lists.places.prepositions, lexicon);
  const loosely = createLoosely(doubts, scripts, evidence, lexicon);
  const byTemplate = createByTemplate({ phrasebook, lexicon, risks, loosely });
  const classify = model && createClassify(model, lists, lexicon);
  const toLiving = createLiving(scripts, lists, lexicon, risks);
  const overall = createOverall(scripts, risks, lexicon, doubts, (type) =>
    lists.live.includes(type),
  );
  const toParts = createParts(overall, byTemplate, risks);

  return (said, hearing = {}) => {
    const text = toFluent(said);
    const tokens = normalise(text, lexicon.spellings);
    if (tokens.length === 0) return { kind: 'unknown', why: 'empty', alternatives: [] };
    if (tokens.length > longest) return { kind: 'unknown', why: 'unmatched', alternatives: [] };
    return toSettled(understand(text, tokens, hearing));
  };

  /** One reading after the other, from the plainest to the last resort. */
  function understand(text: string, tokens: readonly Token[], hearing: Hearing): Recognition {
    const words = tokens.map(({ text: word }) => word);
    const readFillings = hear(hearing);
    const judge = classify?.(readFillings);
    const toOdds = remembering((some) => judge?.(some));
    const talking = hearing.awaits !== undefined || hearing.last !== undefined;
    const toCores = remembering((some) => unwrap(some, talking));
    const heed: Heed = { text, toCores, readFillings, toOdds, least: 0, mayBe: () => true };
    const toWhole = (some: readonly Token[], why: Guard | undefined): Whole => ({
      tokens: some,
      odds: toOdds(some),
      why,
      readFillings,
      toCores: () => toCores(some),
      findWhy: (part: readonly string[]) => findWhy(part, ''),
    });
    const whole = toWhole(tokens, findWhy(words, text));
    const wholly = byTemplate(heed);
    const parts = toParts(whole, heed, (part) => toWhole(part, findWhy(toTexts(part), '')));
    const plainReadings: readonly Read[] = [
      () => toAnswer(words, hearing),
      () => toValue(tokens, hearing, readFillings, false),
      () => overall.plainly(whole),
      () => wholly.plainly(tokens),
      () => overall.surely(whole),
      () => toCancel(words),
    ];
    const readings: readonly Read[] = [
      ...plainReadings.slice(0, -1),
      () =>
        overall.confirm(hearClauses(text, tokens, readFillings, parts.hear), whole, {
          leeway: false,
        }),
      () => toCancel(words),
      () => toValue(tokens, hearing, readFillings, true),
      () => overall.confirm(wholly.loosely(tokens), whole, { leeway: true }),
      () =>
        overall.confirm(mend(tokens, readFillings, parts), whole, {
          leeway: true,
        }),
    ];
    for (const read of overall.isHopeless(whole) && !talking ? plainReadings : readings) {
      const heard = read();
      if (heard) return toLiving(heard, tokens, hearing, readFillings);
    }
    return overall.perhaps(whole);
  }

  /** Leaves out what means the same as nothing: the status of everything. */
  function toSettled(heard: Recognition): Recognition {
    if (heard.kind !== 'intent') return heard;
    const { slots } = scripts.get(heard.intent) ?? {};
    const kept = Object.entries(heard.slots).filter(
      ([slot, value]) => slots?.[slot]?.whole !== value,
    );
    return { ...heard, slots: Object.fromEntries(kept) };
  }

  function toAnswer(words: readonly string[], { awaits }: Hearing): Recognition | undefined {
    const kind = readAnswer(words, awaits !== undefined);
    if (kind === undefined) return undefined;
    const mayMeanMore = kind === 'repeat' || kind === 'cancel';
    const fits = kind === 'again' ? awaits === undefined : !mayMeanMore || awaits !== undefined;
    return fits ? { kind } : undefined;
  }

  /** "Stop" with no question open, where no intent wanted it. */
  function toCancel(words: readonly string[]): Recognition | undefined {
    return readAnswer(words, false) === 'cancel' ? { kind: 'cancel' } : undefined;
  }

  function toValue(
    tokens: readonly Token[],
    hearing: Hearing,
    readFillings: ReadFillings,
    free: boolean,
  ): Recognition | undefined {
    const { awaits } = hearing;
    if (awaits !== undefined && awaits !== 'yes') {
      const { intent, slot } = awaits;
      // what was not asked for has to be known: nobody names a new job to "How many?"
      const readKnown = (some: readonly Token[]) =>
        readValues(some, intent, { free: false }, readFillings);
      const other = () => readContrast(tokens, readKnown) ?? readKnown(tokens);
      const said =
        readValues(tokens, intent, { slot, free }, readFillings) ?? (free ? other() : undefined);
      if (said && (free || !isCommand(said))) return { kind: 'answer', slots: said.slots };
    }
    return free ? undefined : toCorrection(tokens, hearing, readFillings);
  }

  function toCorrection(
    tokens: readonly Token[],
    { awaits, last }: Hearing,
    readFillings: ReadFillings,
  ): Recognition | undefined {
    if (!last) return undefined;
    const read = (some: readonly Token[]) =>
      readValues(some, last.intent, { free: false }, readFillings);
    const said = read(tokens) ?? readContrast(tokens, read);
    if (!said) return undefined;
    const { slots, corrects, further } = said;
    if (further && risks.get(last.intent) === 'read')
      return { kind: 'intent', intent: last.intent, slots, confidence: 0.8, alternatives: [] };
    return corrects || awaits === 'yes' ? { kind: 'correction', slots } : undefined;
  }
}

/** "Run the ping job", said to "Which job?" of another intent; "run twelve" is a number. */
function isCommand({ doing, slots }: SaidValues): boolean {
  return doing && Object.values(slots).some((value) => typeof value === 'string');
}

/** "Web should have five" is how it is to be, "should web have five" a question. */
function isDue(words: readonly string[], at: number): boolean {
  return (
    at > 0 &&
    words[at] === 'should' &&
    /^(?:have|be|get|go|now|only|stay)$/.test(words[at + 1] ?? '')
  );
}

function toTexts(tokens: readonly Token[]): readonly string[] {
  return tokens.map(({ text }) => text);
}
