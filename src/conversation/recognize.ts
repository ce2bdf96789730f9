import type { Hearing, Recognition, Recognize, Scripts } from './recognition.ts';
import { createAnswers } from './recognition/answers.ts';
import { readContrast } from './recognition/contrast.ts';
import { gatherEvidence } from './recognition/evidence.ts';
import { createClauses } from './recognition/clauses.ts';
import { createFluency } from './recognition/fluency.ts';
import { createMend } from './recognition/mend.ts';
import { createGuards } from './recognition/guards.ts';
import { createLastResort } from './recognition/last-resort.ts';
import { createLoosely } from './recognition/leeway.ts';
import { createLexicon } from './recognition/lexicon.ts';
import { toHeardScripts } from './recognition/heard-scripts.ts';
import type { Lists } from './recognition/lists.ts';
import type { Match } from './recognition/match.ts';
import { normalise, type Token } from './recognition/normalise.ts';
import { remembering } from './recognition/remembering.ts';
import { createPhrasebook, type Risk } from './recognition/phrasebook.ts';
import { rank, type Ranked, toGuess } from './recognition/rank.ts';
import { createSlots, type ReadFillings } from './recognition/slots.ts';
import { createValues, type SaidValues } from './recognition/values.ts';
import { createUnwrap } from './recognition/wrapping.ts';

export { createReadSlot } from './recognition/read-slot.ts';

export type Recognizing = {
  readonly scripts: Scripts;
  readonly lists: Lists;
  readonly risks: ReadonlyMap<string, Risk>;
};

const longest = 40;
const margin = 0.15;
const changeMargin = 0.25;

/**
 * Prepares the understanding of whole utterances. What comes out as `intent` accounts for every word that was
 * said; anything that can change something and does not is at most proposed.
 */
export function createRecognize({ scripts: all, lists, risks }: Recognizing): Recognize {
  const scripts = toHeardScripts(all);
  const templates = [...scripts.values()].flatMap(({ utterances }) => utterances);
  const lexicon = createLexicon(lists, toLiterals(templates.join(' ')));
  const toFluent = createFluency(lists);
  const mend = createMend(lists, lexicon, risks);
  const phrasebook = createPhrasebook({ scripts, risks, lexicon });
  const hear = createSlots(lists, lexicon, scripts);
  const readAnswer = createAnswers(lists, lexicon);
  const readValues = createValues(scripts, lists, lexicon);
  const findGuard = createGuards(lists, lexicon);
  const hearClauses = createClauses({ lists, risks, lexicon, findGuard, readValues });
  const unwrap = createUnwrap(lists, lexicon);
  const evidence = gatherEvidence(scripts, risks, lists.places.prepositions, lexicon);
  const loosely = createLoosely(lists, scripts, evidence, lexicon);
  const resort = createLastResort(evidence, lexicon);

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
    const ranked = once(() => toRanked(tokens, text, hearing, readFillings));
    const hearPart = remembering((said) => toEither(said, text, hearing, readFillings));
    const readings: readonly (() => Recognition | undefined)[] = [
      () => toAnswer(words, hearing),
      () => toValue(tokens, hearing, readFillings, false),
      () => toIntent(ranked()()),
      () => hearClauses(text, tokens, readFillings, hearPart),
      () => toCancel(words),
      () => toValue(tokens, hearing, readFillings, true),
      () => toIntent(ranked()(loosely(words))),
      () => mend(tokens, readFillings, hearPart),
    ];
    for (const read of readings) {
      const heard = read();
      if (heard) return heard;
    }
    const why = findGuard(words, text);
    return resort({ cores: unwrap(tokens, false), words, why, readFillings });
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

  /** Ranks the intents once, for a look by the templates as they are and, should that fail, one with leeway. */
  function toRanked(
    tokens: readonly Token[],
    text: string,
    { awaits, last }: Hearing,
    readFillings: ReadFillings,
  ): Ranked {
    return rank(unwrap(tokens, awaits !== undefined || last !== undefined), {
      phrasebook,
      lexicon,
      readFillings,
      questioning: text.includes('?'),
    });
  }

  /** By a template as it is, or with leeway. */
  function toEither(
    tokens: readonly Token[],
    text: string,
    hearing: Hearing,
    readFillings: ReadFillings,
  ): Recognition | undefined {
    const leeway = loosely(tokens.map(({ text: word }) => word));
    const ranked = toRanked(tokens, text, hearing, readFillings);
    return toIntent(ranked()) ?? toIntent(ranked(leeway));
  }
}

function toIntent([best, ...others]: readonly Match[]): Recognition | undefined {
  if (!best) return undefined;
  const alternatives = others.map(toGuess);
  if (isTorn(best, others[0]) || isStrange(best))
    return { kind: 'propose', guess: toGuess(best), alternatives };
  return { kind: 'intent', ...toGuess(best), alternatives };
}

/** "Run the ping job", said to "Which job?" of another intent; "run twelve" is a number. */
function isCommand({ doing, slots }: SaidValues): boolean {
  return doing && Object.values(slots).some((value) => typeof value === 'string');
}

/** A name that is not alive is no reason to change something, unless a new one was plainly dictated. */
function isStrange({ strange, pattern: { risk } }: Match): boolean {
  if (strange === undefined || risk === 'read') return false;
  return risk === 'destroy' || strange !== 'dictated';
}

/** Two intents fit equally well and one of them changes something: that is for the speaker to decide. */
function isTorn(best: Match, next: Match | undefined): boolean {
  const both = next && best.pattern.risk !== 'read' && next.pattern.risk !== 'read';
  if (!next || next.cost - best.cost > (both ? changeMargin : margin)) return false;
  return best.pattern.risk !== 'read' || next.pattern.risk !== 'read';
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function toLiterals(templates: string): string {
  return templates.replaceAll(/\{[^}]*\}|[[\]()|]/g, ' ');
}
