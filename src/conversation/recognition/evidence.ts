import type { Scripts } from '../recognition.ts';
import { fileUnder } from './file-under.ts';
import { conjugate, toPlural } from './inflect.ts';
import type { Lexicon } from './lexicon.ts';
import { toFirst } from './phrases.ts';
import type { Risk } from './phrasebook.ts';

/** What the words of all templates tell of the intents; counted for a term when it is first heard. */
export type Evidence = {
  readonly intents: readonly Profile[];
  readonly of: (term: string) => Telling;
};

/** How much a term tells. */
export type Telling = {
  readonly term: string;
  /** In which share of its templates an intent has it, for the intents that do. */
  readonly shares: ReadonlyMap<string, number>;
  /** High for a term that few intents use. */
  readonly rarity: number;
};

export type Profile = {
  readonly intent: string;
  readonly risk: Risk;
  /** Slot types and the slots that they fill. */
  readonly slots: ReadonlyMap<string, string>;
  /** Slots that are asked for when they are missing. */
  readonly asked: readonly string[];
};

/** Counts words by the class and not the form that they are in. */
export function gatherEvidence(
  scripts: Scripts,
  risks: ReadonlyMap<string, Risk>,
  prepositions: readonly string[],
  lexicon: Lexicon,
): Evidence {
  const intents = Array.from(scripts, ([intent, { slots }]): Profile => {
    const types = Object.entries(slots).map(([slot, { type }]) => [type, slot] as const);
    const asked = Object.entries(slots).flatMap(([slot, { ask, fallback }]) =>
      ask !== undefined && fallback === undefined ? [slot] : [],
    );
    return { intent, risk: risks.get(intent) ?? 'destroy', slots: new Map(types), asked };
  });
  const all = Math.log(intents.length + 1);
  const known = new Map<string, Telling>();
  let filed: ReadonlyMap<string, readonly Occurrence[]> | undefined;

  return {
    intents,
    of: (term) => {
      const told = known.get(term) ?? count(term);
      // a word that no template has is not kept, so that talk can not fill the memory
      if (told.shares.size > 0) known.set(term, told);
      return told;
    },
  };

  function count(term: string): Telling {
    filed ??= fileWords(scripts);
    const shares = new Map<string, number>();
    for (const { intent, of } of toTemplates(term, filed))
      shares.set(intent, (shares.get(intent) ?? 0) + 1 / of);
    const spread = shares.size || intents.length;
    return { term, shares, rarity: 0.2 + 1 - Math.log(spread) / all };
  }

  function toTemplates(
    term: string,
    words: ReadonlyMap<string, readonly Occurrence[]>,
  ): ReadonlySet<Template> {
    if (term.startsWith('='))
      return new Set(words.get(term.slice(1))?.map(({ template }) => template));
    const found = new Set<Template>();
    for (const first of toFirstWords(term))
      for (const { template, at } of words.get(first) ?? [])
        if (!found.has(template) && stands(term, template.words, at)) found.add(template);
    return found;
  }

  function stands(term: string, words: readonly string[], at: number): boolean {
    return lexicon
      .readAt(words, at)
      .some(({ concept, how }) => how === 'own' && toTerm(concept, lexicon) === term);
  }

  /** With what a phrase that is a term may begin. */
  function toFirstWords(term: string): ReadonlySet<string> {
    if (term.startsWith('on:')) return new Set(prepositions);
    const [head = ''] = term.split(':');
    const forms = [head, toPlural(head), ...conjugate(head).map(([, form]) => form)];
    return new Set(forms.map((form) => toFirst(form, lexicon.spellings)));
  }
}

/** A verb without its form, because "deploying" and "deployed" tell the same; a noun keeps its number. */
export function toTerm(concept: string, { isNoun }: Lexicon): string {
  const colon = concept.indexOf(':');
  if (colon < 0) return concept;
  const form = concept.slice(colon + 1);
  if (form === 's' && isNoun(concept.slice(0, colon))) return concept;
  return concept.replace(/:(?:s|ing|ed)$/, '');
}

type Template = {
  readonly intent: string;
  /** How many templates the intent has. */
  readonly of: number;
  readonly words: readonly string[];
};

type Occurrence = { readonly template: Template; readonly at: number };

function fileWords(scripts: Scripts): ReadonlyMap<string, readonly Occurrence[]> {
  const filed = new Map<string, Occurrence[]>();
  for (const template of listTemplates(scripts))
    for (const [at, word] of template.words.entries()) fileUnder(filed, word, { template, at });
  return filed;
}

function* listTemplates(scripts: Scripts): Generator<Template> {
  for (const [intent, { utterances }] of scripts)
    for (const utterance of utterances) {
      const words = utterance.replaceAll(/\{[^}]*\}|[[\]()|]/g, ' ').split(' ');
      yield { intent, of: utterances.length, words };
    }
}
