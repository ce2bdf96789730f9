import { fileUnder } from './file-under.ts';
import { expand, isLong } from './expand.ts';
import { conjugate, type Form, toBases, toPlural } from './inflect.ts';
import type { Lists } from './lists.ts';
import { createPlaces } from './places.ts';
import { toFirstWords } from './first-words.ts';
import { type Listed, openPhrases, toFirst } from './phrases.ts';
import { createShelves, type Entry } from './shelves.ts';

export type Heard = {
  readonly concept: string;
  /** The word itself, another of its class, or what a recogniser makes of it. */
  readonly how: 'own' | 'kin' | 'repaired';
};

/** One way to read the words from a place on: as a concept that templates are written in. */
export type Reading = Heard & { readonly length: number };

export type WordClasses = {
  /** Every way to read the words from a place on; the longest come first. */
  readonly at: (words: readonly string[], at: number) => readonly Reading[];
  /** Every word that some phrase of a class has. */
  readonly has: (word: string) => boolean;
};

/**
 * All words of `_lists.yaml` and the concepts they stand for, named after the first of the class. A verb's also has
 * the form ("deploy:ing"), because "deploying nomad" is not "deploy nomad", and a plural is another concept than
 * the singular, because "what is a pod" is not "what pods". Forms and mis-hearings are worked out when first heard.
 */
export function createWordClasses(
  lists: Lists,
  literals: ReadonlySet<string>,
  spellings: ReadonlyMap<string, string>,
): WordClasses {
  const filed = new Map<string, Class[]>();
  for (const one of [...listNouns(lists), ...listPhrases(lists), ...listValues(lists, literals)])
    for (const first of toFirstWords(one.template, spellings)) fileUnder(filed, first, one);
  const toListed = createToListed(spellings);
  const listed = openPhrases<Heard>(
    (first) => (filed.get(first) ?? []).flatMap((one) => toListed(one, first)),
    spellings,
  );
  const listVerbs = createVerbs(lists);
  const verbs = openPhrases(listVerbs, spellings);
  const listMisheard = createMisheard(lists, toMeanings);
  const listNominals = createNominals(lists);
  const others = openPhrases<Heard>(
    (first) => [...listNominals(first), ...listMisheard(first)],
    spellings,
  );
  const placesAt = createPlaces(lists, spellings);
  const { at: wordsAt } = createShelves<Reading & Entry>((first) =>
    [verbs, listed, others]
      .flatMap(({ under }) => under(first))
      .map(({ value: { concept, how }, length, rest }): Reading & Entry => ({
        concept,
        how,
        length,
        rest,
      }))
      .concat(literals.has(first) ? { concept: `=${first}`, how: 'own', length: 1, rest: [] } : []),
  );
  let words: ReadonlySet<string> | undefined;

  return {
    at: (said, at) => {
      const found: readonly Reading[] = wordsAt(said, at);
      const places = placesAt(said, at);
      return places.length === 0
        ? found
        : [...found, ...places].toSorted((a, b) => b.length - a.length);
    },
    has: (word) => {
      words ??= toWordSet(lists);
      return words.has(word) || verbs.at([word], 0).length > 0 || others.at([word], 0).length > 0;
    },
  };

  function toMeanings(phrase: string): readonly string[] {
    const said = phrase.split(' ');
    return [...verbs.at(said, 0), ...listed.at(said, 0)]
      .filter(({ length }) => length === said.length)
      .map(({ value: { concept } }) => concept);
  }
}

export function toPluralConcept(head: string): string {
  return `${head}:s`;
}

/** The words of templates that a concept may come from. */
export function toSources(concept: string): readonly string[] {
  if (concept.startsWith('=')) return [concept.slice(1)];
  if (concept.startsWith('on:')) return [concept.slice(3)];
  const [head = '', form] = concept.split(':');
  if (form === undefined) return head.split(' ');
  return [head, ...conjugate(head).flatMap(([kind, word]) => (kind === form ? [word] : []))];
}

/** "the installation of nomad" is what "installing nomad" is. */
function createNominals({ nominals }: Lists): (first: string) => Iterable<Listed<Heard>> {
  const filed = new Map<string, Listed<Heard>[]>();
  for (const [verb, nouns] of Object.entries(nominals))
    for (const noun of nouns)
      fileUnder(filed, toFirstWord(noun), [
        noun,
        { concept: toVerbConcept(verb, 'ing'), how: 'kin' },
      ]);
  return (first) => filed.get(first) ?? [];
}

function createVerbs({ verbs }: Lists): (first: string) => Iterable<Listed<Heard>> {
  const filed = new Map<string, [head: string, member: string][]>();
  for (const [head, members] of Object.entries(verbs))
    for (const member of [head, ...members]) fileUnder(filed, toFirstWord(member), [head, member]);

  return function* listVerbs(first) {
    for (const base of toBases(first))
      for (const [head, member] of filed.get(base) ?? [])
        yield* conjugate(member)
          .filter(([, phrase]) => toFirstWord(phrase) === first)
          .map(([form, phrase]): Listed<Heard> => {
            const concept = toVerbConcept(head, form);
            return [phrase, { concept, how: toHow(member, head) }];
          });
  };
}

/** A class by a template of its phrases; by the `single` words among these where the others are not spoken of. */
type Class = Heard & { readonly template: string; readonly single: boolean };

/** Lists the phrases of a class that begin with a word; a template is taken apart once for all of them. */
function createToListed(
  spellings: ReadonlyMap<string, string>,
): (one: Class, first: string) => readonly Listed<Heard>[] {
  const opened = new Map<string, readonly string[]>();

  return ({ template, single, concept, how }, first) => {
    const key = `${single} ${template}`;
    const phrases = opened.get(key) ?? (single ? toWords(template) : expand(template));
    opened.set(key, phrases);
    return phrases
      .filter((phrase) => toFirst(phrase, spellings) === first)
      .map((phrase) => [phrase, { concept, how: phrase === concept ? 'own' : how }]);
  };
}

function* listNouns({ nouns }: Lists): Generator<Class> {
  for (const [head, members] of Object.entries(nouns))
    for (const member of [head, ...members]) {
      const how = toHow(member, head);
      yield { template: member, concept: head, how, single: false };
      yield { template: toPlural(member), concept: toPluralConcept(head), how, single: false };
    }
}

function* listPhrases({ phrases, wrapping }: Lists): Generator<Class> {
  for (const [head, members] of [...Object.entries(phrases), ['want', wrapping.wish] as const])
    for (const member of [head, ...members])
      yield { template: member, concept: head, how: toHow(member, head), single: false };
}

/** Values that templates speak of; of others it is enough to know that their words are some. */
function* listValues({ vocabularies }: Lists, literals: ReadonlySet<string>): Generator<Class> {
  for (const [head, templates] of Object.values(vocabularies).flatMap((one) =>
    Object.entries(one),
  )) {
    const single = !literals.has(head);
    yield { template: head, concept: head, how: 'own', single: false };
    for (const template of templates)
      yield { template, concept: head, how: toHow(template, head), single };
  }
}

/** What a template stands for that is one word. */
function toWords(template: string): readonly string[] {
  return isLong(template) ? [] : expand(template).filter((phrase) => !phrase.includes(' '));
}

/** A mis-hearing of a word is one of everything that the word means. */
function createMisheard(
  { misheard }: Lists,
  toMeanings: (phrase: string) => readonly string[],
): (first: string) => Iterable<Listed<Heard>> {
  const filed = new Map<string, [word: string, form: string][]>();
  for (const [word, forms] of Object.entries(misheard))
    for (const form of forms) {
      fileUnder(filed, toFirstWord(form), [word, form]);
      const plural = toPlural(form);
      if (!form.includes(' ')) fileUnder(filed, plural, [word, plural]);
      else fileUnder(filed, toFirstWord(form), [word, plural]);
    }

  return function* listMisheard(first) {
    for (const [word, form] of filed.get(first) ?? []) {
      const numbers = [word, toPlural(word)];
      if (numbers.includes(form)) continue;
      for (const concept of new Set([`=${word}`, ...numbers.flatMap(toMeanings)]))
        yield [form, { concept, how: 'repaired' }];
    }
  };
}

function toWordSet({ verbs, nouns, phrases, vocabularies, wrapping, misheard }: Lists) {
  const classes = [verbs, nouns, phrases, misheard, ...Object.values(vocabularies)];
  const members = classes.flatMap((one) => Object.keys(one).concat(...Object.values(one)));
  const plurals = Object.values(nouns).flat().map(toPlural);
  return new Set(
    [...members, ...plurals, ...wrapping.wish]
      .join(' ')
      .replaceAll(/[[\]()|]/g, ' ')
      .split(' '),
  );
}

function toFirstWord(phrase: string): string {
  const space = phrase.indexOf(' ');
  return space < 0 ? phrase : phrase.slice(0, space);
}

function toVerbConcept(head: string, form: Form): string {
  return form === 'base' ? head : `${head}:${form}`;
}

function toHow(member: string, head: string): Heard['how'] {
  return member === head ? 'own' : 'kin';
}
