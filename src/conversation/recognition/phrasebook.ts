import type { Scripts } from '../recognition.ts';
import type { Script } from '../script.ts';
import { compile, type Element } from './compile.ts';
import type { Lexicon } from './lexicon.ts';
import { type Node, parseTemplate } from './templates.ts';
import { toPlaceConcept } from './word-classes.ts';

export type Risk = 'read' | 'change' | 'destroy';

/** One sentence of one intent, reduced to what must be heard. */
export type Pattern = {
  readonly intent: string;
  readonly risk: Risk;
  readonly elements: readonly Element[];
  /** The concepts of which one each must be heard. */
  readonly choices: readonly (readonly string[])[];
  /** Bit n stands for element n, where it may not be missing. */
  readonly required: number;
  /** Has a word of the trade beside its slots, so that an unknown word may be a name. */
  readonly anchored: boolean;
  /** Made of small words, so that their order counts. */
  readonly fixed: boolean;
};

/** All patterns, found by the concepts of an utterance. */
export type Phrasebook = {
  readonly patterns: readonly Pattern[];
  readonly candidates: (concepts: ReadonlySet<string>) => readonly Pattern[];
};

export type Making = {
  readonly scripts: Scripts;
  readonly risks: ReadonlyMap<string, Risk>;
  readonly lexicon: Lexicon;
};

/** Compiles every template of every script. Throws on a broken template, naming the file. */
export function createPhrasebook({ scripts, risks, lexicon }: Making): Phrasebook {
  const patterns = [...scripts].flatMap(([intent, script]) =>
    script.utterances.flatMap((template) =>
      naming(intent, () =>
        toPatterns(
          intent,
          script,
          parseTemplate(template),
          risks.get(intent) ?? 'destroy',
          lexicon,
        ),
      ),
    ),
  );
  return { patterns, candidates: createIndex(patterns) };
}

function naming<T>(intent: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const advice = error instanceof Error ? error.message : String(error);
    throw new Error(`intents/${intent}.yaml: utterance ${advice}`, { cause: error });
  }
}

function toPatterns(
  intent: string,
  script: Script,
  nodes: readonly Node[],
  risk: Risk,
  lexicon: Lexicon,
): readonly Pattern[] {
  const typeOf = (slot: string): string => {
    const type = script.slots[slot]?.type;
    if (type === undefined)
      throw new Error(`has {${slot}}, which is not among its slots: add it there`);
    return type;
  };
  const sequences = (keep: boolean) =>
    compile(nodes, { lexicon, typeOf, light: { keep, harmless: risk === 'read' } }).map(
      (elements) => elements.concat(toPlatform(intent)),
    );
  const heavy = sequences(false);
  const fixed = heavy.some((elements) => isThin(elements, lexicon));
  return (fixed ? sequences(true) : heavy).map((elements) => ({
    intent,
    risk,
    elements,
    fixed,
    choices: toChoices(elements),
    required: toBits(elements),
    anchored: toAnchorage(elements, lexicon) > 1,
  }));
}

/** A sentence may name the platform that its intent belongs to: "… on nomad". */
function toPlatform(intent: string): Element {
  const [platform = ''] = intent.split('/');
  return { kind: 'word', concepts: [toPlaceConcept(platform)], optional: true };
}

/** Too few words of weight to leave the small ones out or to change their order. */
function isThin(elements: readonly Element[], { isWeighty }: Lexicon): boolean {
  const words = elements.flatMap((element) =>
    element.kind === 'word' && !element.optional ? [element.concepts] : [],
  );
  const slots = elements.some(({ kind }) => kind === 'slot');
  if (slots) return words.length === 0;
  return words.length < 2 || !words.some((concepts) => concepts.every(isWeighty));
}

/** How sure the words around a slot make it that an unknown word in it is a name: more than one is sure. */
function toAnchorage(elements: readonly Element[], { isTrade, isNoun }: Lexicon): number {
  return elements.reduce((sum, element) => {
    if (element.kind === 'slot') return sum + (element.type === 'number' ? 1 : 0);
    if (element.optional || !element.concepts.every(isTrade)) return sum;
    return sum + (isNoun((element.concepts[0] ?? '').replace(/:s$/, '')) ? 2 : 1);
  }, 0);
}

function toBits(elements: readonly Element[]): number {
  return elements.reduce(
    (bits, element, at) => (element.kind === 'word' && element.optional ? bits : bits | (1 << at)),
    0,
  );
}

/** Files each pattern under its most telling element, so that an utterance meets few of them. */
function createIndex(patterns: readonly Pattern[]): Phrasebook['candidates'] {
  const counts = new Map<string, number>();
  for (const concept of patterns.flatMap(({ choices }) => choices.flat()))
    counts.set(concept, (counts.get(concept) ?? 0) + 1);
  const toWeight = (choice: readonly string[]): number =>
    choice.reduce((sum, concept) => sum + (counts.get(concept) ?? 0), 0);
  const filed = new Map<string, Pattern[]>();
  for (const pattern of patterns) {
    for (const concept of toLightest(pattern.choices, toWeight)) {
      const list = filed.get(concept);
      if (list) list.push(pattern);
      else filed.set(concept, [pattern]);
    }
  }
  return (concepts) => {
    const found = new Set(['', ...concepts].flatMap((concept) => filed.get(concept) ?? []));
    return [...found].filter((pattern) =>
      pattern.choices.every((choice) => choice.some((concept) => concepts.has(concept))),
    );
  };
}

function toChoices(elements: readonly Element[]): readonly (readonly string[])[] {
  return elements.flatMap((element) =>
    element.kind === 'word' && !element.optional ? [element.concepts] : [],
  );
}

function toLightest(
  choices: readonly (readonly string[])[],
  toWeight: (choice: readonly string[]) => number,
): readonly string[] {
  let lightest: readonly string[] = [''];
  let least = Infinity;
  for (const choice of choices) {
    const weight = toWeight(choice);
    if (weight < least) lightest = choice;
    least = Math.min(least, weight);
  }
  return lightest;
}
