import { conjugate, type Form, toPlural } from './inflect.ts';
import type { Lists } from './lists.ts';

export type Heard = {
  readonly concept: string;
  /** The word itself, another of its class, or what a recogniser makes of it. */
  readonly how: 'own' | 'kin' | 'repaired';
};

type Listed = readonly [phrase: string, heard: Heard];

/**
 * All words of `_lists.yaml` and the concepts they stand for, named after the first of the class. A verb's also has
 * the form ("deploy:ing"), because "deploying nomad" is not "deploy nomad", and a plural is another concept than
 * the singular, because "what is a pod" is not "what pods".
 */
export function listWords(lists: Lists): readonly Listed[] {
  const plain = [...listVerbs(lists), ...listNouns(lists), ...listPhrases(lists)];
  return [...plain, ...listPlaces(lists), ...listMisheard(lists, plain)];
}

export function toPluralConcept(head: string): string {
  return `${head}:s`;
}

/** "on nomad", "in consul": where something is, as one concept. */
export function toPlaceConcept(place: string): string {
  return `on:${place}`;
}

function* listPlaces({ places, misheard }: Lists): Generator<Listed> {
  for (const place of places.names)
    for (const preposition of places.prepositions) {
      const concept = toPlaceConcept(place);
      yield [`${preposition} ${place}`, { concept, how: 'own' }];
      for (const form of misheard[place] ?? [])
        yield [`${preposition} ${form}`, { concept, how: 'repaired' }];
    }
}

function* listVerbs({ verbs }: Lists): Generator<Listed> {
  for (const [head, members] of Object.entries(verbs))
    for (const member of [head, ...members])
      for (const [form, phrase] of conjugate(member))
        yield [phrase, { concept: toVerbConcept(head, form), how: toHow(member, head) }];
}

function* listNouns({ nouns }: Lists): Generator<Listed> {
  for (const [head, members] of Object.entries(nouns))
    for (const member of [head, ...members]) {
      const how = toHow(member, head);
      yield [member, { concept: head, how }];
      yield [toPlural(member), { concept: toPluralConcept(head), how }];
    }
}

function* listPhrases({ phrases, vocabularies, wrapping }: Lists): Generator<Listed> {
  const values = Object.values(vocabularies).flatMap((vocabulary) => Object.entries(vocabulary));
  const want = ['want', wrapping.wish] as const;
  for (const [head, members] of [...Object.entries(phrases), ...values, want])
    for (const member of [head, ...members])
      yield [member, { concept: head, how: toHow(member, head) }];
}

/** A mis-hearing of a word is one of everything that the word means. */
function* listMisheard({ misheard }: Lists, plain: readonly Listed[]): Generator<Listed> {
  const meanings = new Map<string, string[]>();
  for (const [phrase, { concept }] of plain) {
    const concepts = meanings.get(phrase);
    if (concepts) concepts.push(concept);
    else meanings.set(phrase, [concept]);
  }
  for (const [word, forms] of Object.entries(misheard)) {
    const numbers = [word, toPlural(word)];
    const concepts = new Set([`=${word}`, ...numbers.flatMap((one) => meanings.get(one) ?? [])]);
    const phrases = new Set(forms.flatMap((form) => [form, toPlural(form)]));
    for (const number of numbers) phrases.delete(number);
    for (const phrase of phrases)
      for (const concept of concepts) yield [phrase, { concept, how: 'repaired' }];
  }
}

function toVerbConcept(head: string, form: Form): string {
  return form === 'base' ? head : `${head}:${form}`;
}

function toHow(member: string, head: string): Heard['how'] {
  return member === head ? 'own' : 'kin';
}
