import type { Script, Scripts } from '../recognition.ts';
import { compile, type Element } from './compile.ts';
import type { Lexicon } from './lexicon.ts';
import { type Node, parseTemplate } from './templates.ts';

export type Risk = 'read' | 'change' | 'destroy';

/** One sentence of one intent, reduced to what must be heard. */
export type Pattern = {
  readonly intent: string;
  readonly risk: Risk;
  readonly elements: readonly Element[];
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
        toPatterns(intent, script, parseTemplate(template), risks.get(intent) ?? 'destroy', lexicon),
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
    if (type === undefined) throw new Error(`has {${slot}}, which is not among its slots: add it there`);
    return type;
  };
  const sequences = (keep: boolean) =>
    compile(nodes, { lexicon, typeOf, light: { keep, harmless: risk === 'read' } });
  const heavy = sequences(false);
  const fixed = heavy.some((elements) => isThin(elements));
  return (fixed ? sequences(true) : heavy).map((elements) => ({
    intent,
    risk,
    elements,
    fixed,
    required: toBits(elements),
    anchored: elements.some(
      (element) => element.kind === 'word' && !element.optional && element.concepts.every(lexicon.isTrade),
    ),
  }));
}

/** Too few words of weight to leave the small ones out. */
function isThin(elements: readonly Element[]): boolean {
  const words = elements.filter((element) => element.kind === 'word' && !element.optional).length;
  return words === 0 || (words === 1 && !elements.some(({ kind }) => kind === 'slot'));
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
  for (const concept of patterns.flatMap((pattern) => toChoices(pattern).flat()))
    counts.set(concept, (counts.get(concept) ?? 0) + 1);
  const toWeight = (choice: readonly string[]): number =>
    choice.reduce((sum, concept) => sum + (counts.get(concept) ?? 0), 0);
  const filed = new Map<string, Pattern[]>();
  for (const pattern of patterns) {
    const choices = toChoices(pattern);
    const [telling = ['']] = choices.toSorted((a, b) => toWeight(a) - toWeight(b));
    for (const concept of telling) {
      const list = filed.get(concept) ?? [];
      list.push(pattern);
      filed.set(concept, list);
    }
  }
  return (concepts) => {
    const found = new Set(['', ...concepts].flatMap((concept) => filed.get(concept) ?? []));
    return [...found].filter((pattern) =>
      toChoices(pattern).every((choice) => choice.some((concept) => concepts.has(concept))),
    );
  };
}

function toChoices({ elements }: Pattern): readonly (readonly string[])[] {
  return elements.flatMap((element) =>
    element.kind === 'word' && !element.optional ? [element.concepts] : [],
  );
}
