import type { Scripts } from '../recognition.ts';
import type { Script } from '../script.ts';
import { fileUnder } from './file-under.ts';
import { compile, type Element } from './compile.ts';
import type { Lexicon } from './lexicon.ts';
import { toPlaceConcept } from './places.ts';
import { areFlat, type Key, toKeys } from './template-keys.ts';
import { parseTemplate } from './templates.ts';
import { toSources } from './word-classes.ts';

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

/** Patterns, found by the concepts of an utterance. */
export type Phrasebook = {
  readonly candidates: (
    concepts: ReadonlySet<string>,
    isLikely: (intent: string) => boolean,
  ) => readonly Pattern[];
};

export type Making = {
  readonly scripts: Scripts;
  readonly risks: ReadonlyMap<string, Risk>;
  readonly lexicon: Lexicon;
};

/**
 * Files the templates of every script when its intent is first a likely one, and compiles one when it is first among
 * the candidates. Throws on a broken template at once, naming the file.
 */
export function createPhrasebook({ scripts, risks, lexicon }: Making): Phrasebook {
  for (const [intent, script] of scripts) naming(intent, () => check(script));
  const indexes = new Map<string, Index>();

  return {
    candidates: (concepts, isLikely) =>
      Array.from(scripts).flatMap(([intent, script]) => {
        if (!isLikely(intent)) return [];
        return open(
          intent,
          script,
        )(concepts).flatMap((entry) => entry.open().filter((pattern) => mayBe(pattern, concepts)));
      }),
  };

  function open(intent: string, script: Script): Index {
    const known = indexes.get(intent) ?? createIndex(toEntries(intent, script), lexicon);
    indexes.set(intent, known);
    return known;
  }

  function toEntries(intent: string, script: Script): readonly Entry[] {
    const risk = risks.get(intent) ?? 'destroy';
    return script.utterances.map((template) => {
      let patterns: readonly Pattern[] | undefined;
      const compiled = () => (patterns ??= toPatterns(intent, risk, script, template, lexicon));
      return { template, risk, open: compiled };
    });
  }
}

/** Those that are heard, as a set or as the keys of a map. */
type Concepts = Pick<ReadonlySet<string>, 'has'>;

/** Whether everything that must be heard is among some concepts. */
export function mayBe({ choices }: Pattern, concepts: Concepts): boolean {
  for (const choice of choices) if (!hasAny(concepts, choice)) return false;
  return true;
}

function hasAny(concepts: Concepts, choice: readonly string[]): boolean {
  for (const concept of choice) if (concepts.has(concept)) return true;
  return false;
}

type Entry = {
  readonly template: string;
  readonly risk: Risk;
  /** What the template stands for, compiled when first asked. */
  readonly open: () => readonly Pattern[];
};

/** All templates at once, because most are plain. */
function check({ utterances, slots }: Script): void {
  const all = utterances.join('\n');
  if (!areFlat(all)) utterances.forEach(parseTemplate);
  for (const [, slot = ''] of all.matchAll(/\{([^}]*)\}/g))
    if (!(slot in slots))
      throw new Error(`has {${slot}}, which is not among its slots: add it there`);
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
  risk: Risk,
  script: Script,
  template: string,
  lexicon: Lexicon,
): readonly Pattern[] {
  const nodes = parseTemplate(template);
  const typeOf = (slot: string): string => script.slots[slot]?.type ?? '';
  const sequences = (keep: boolean) =>
    compile(nodes, { lexicon, typeOf, light: { keep, harmless: risk === 'read' } }).map(
      (elements) => elements.concat(toPlatform(intent)),
    );
  const heavy = sequences(false);
  const fixed = heavy.some((elements) => isThin(elements, lexicon));
  return (fixed ? sequences(true) : heavy).map((elements): Pattern => ({
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

/** The templates of an intent that some concepts may be. */
type Index = (concepts: ReadonlySet<string>) => readonly Entry[];

/** Files each template under its most telling part, so that an utterance meets few of them. */
function createIndex(entries: readonly Entry[], lexicon: Lexicon): Index {
  const keyed = entries.map(
    (entry) => [entry, toKeys(entry.template, lexicon, entry.risk === 'read')] as const,
  );
  const counts = new Map<string, number>();
  for (const [, keys] of keyed)
    for (const key of keys) for (const word of key) counts.set(word, (counts.get(word) ?? 0) + 1);
  const toWeight = (key: Key): number =>
    key.reduce((sum, word) => sum + (counts.get(word) ?? 0), 0);
  const filed = new Map<string, Entry[]>();
  for (const [entry, keys] of keyed)
    for (const word of toLightest(keys, toWeight)) fileUnder(filed, word, entry);
  const known = new Map<string, readonly Entry[]>();
  return (concepts) => {
    const found = new Set(filed.get(''));
    for (const concept of concepts) for (const entry of entriesOf(concept)) found.add(entry);
    return [...found];
  };

  function entriesOf(concept: string): readonly Entry[] {
    const under = known.get(concept) ?? toSources(concept).flatMap((word) => filed.get(word) ?? []);
    known.set(concept, under);
    return under;
  }
}

/** What must be heard; the fewer concepts will do, the sooner it is looked for. */
function toChoices(elements: readonly Element[]): readonly (readonly string[])[] {
  return elements
    .flatMap((element) => (element.kind === 'word' && !element.optional ? [element.concepts] : []))
    .toSorted((a, b) => a.length - b.length);
}

function toLightest(keys: readonly Key[], toWeight: (key: Key) => number): Key {
  let lightest: Key = [''];
  let least = Infinity;
  for (const key of keys) {
    const weight = toWeight(key);
    if (weight < least) lightest = key;
    least = Math.min(least, weight);
  }
  return lightest;
}
