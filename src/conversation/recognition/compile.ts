import type { Lexicon, LightWords } from './lexicon.ts';
import { toWords } from './normalise.ts';
import type { Node } from './templates.ts';
import { toPluralConcept } from './word-classes.ts';

/** What must be heard: one of some concepts (or, where optional, perhaps nothing), or a value for a slot. */
export type Element =
  | { readonly kind: 'word'; readonly concepts: readonly string[]; readonly optional: boolean }
  | { readonly kind: 'slot'; readonly slot: string; readonly type: string };

type Sequence = readonly Element[];

export type Compiling = {
  readonly lexicon: Lexicon;
  readonly typeOf: (slot: string) => string;
  readonly light: LightWords;
};

/**
 * The sequences of elements that a template stands for. A choice between single concepts stays one element, so that
 * a template with many alternatives is still one sequence.
 */
export function compile(nodes: readonly Node[], compiling: Compiling): readonly Sequence[] {
  const { lexicon, typeOf, light } = compiling;
  let sequences: readonly Sequence[] = [[]];
  let words: string[] = [];
  const append = (endings: readonly Sequence[]) => {
    const [only, other] = endings;
    if (only && !other && only.length === 0) return;
    sequences = sequences.flatMap((start) => endings.map((ending) => [...start, ...ending]));
  };
  const flush = () => {
    if (words.length > 0)
      append([lexicon.toConcepts(words, light).map((concept) => toElement(concept, compiling))]);
    words = [];
  };
  for (const node of nodes) {
    if (node.kind === 'word') {
      words.push(...toWords(node.text, lexicon.spellings));
      continue;
    }
    flush();
    if (node.kind === 'choice')
      append(merge(node.options.flatMap((option) => compileOption(option, compiling))));
    else append([[{ kind: 'slot', slot: node.text, type: typeOf(node.text) }]]);
  }
  flush();
  return sequences;
}

/** An option of light words alone is meant as it is said, not as nothing. */
function compileOption(option: readonly Node[], compiling: Compiling): readonly Sequence[] {
  const sequences = compile(option, compiling);
  const vanished = option.length > 0 && sequences.every(({ length }) => length === 0);
  if (!vanished) return sequences;
  return compile(option, { ...compiling, light: { ...compiling.light, keep: true } });
}

/** A singular stands for both numbers; a plural for itself in a question, because "what is a pod" is not "what pods". */
function toElement(concept: string, { lexicon, light }: Compiling): Element {
  const singular = light.harmless ? concept : concept.replace(/:s$/, '');
  const isNoun = lexicon.isNoun(singular);
  const concepts = isNoun ? [singular, toPluralConcept(singular)] : [concept];
  return { kind: 'word', concepts, optional: false };
}

/** Joins the options of one concept each into one element; nothing as an option makes it optional. */
function merge(options: readonly Sequence[]): readonly Sequence[] {
  const singles = new Set<string>();
  const others: Sequence[] = [];
  let optional = false;
  for (const option of options) {
    const [only] = option;
    if (option.length === 0) optional = true;
    else if (option.length === 1 && only?.kind === 'word') {
      for (const concept of only.concepts) singles.add(concept);
      optional ||= only.optional;
    } else others.push(option);
  }
  if (singles.size > 0) return [[{ kind: 'word', concepts: [...singles], optional }], ...others];
  return optional ? [[], ...others] : others;
}
