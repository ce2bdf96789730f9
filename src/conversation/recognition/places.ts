import type { Lists } from './lists.ts';
import { createPhrases } from './phrases.ts';
import type { Heard, Reading } from './word-classes.ts';

const articles = new Set(['the', 'our']);
const none: readonly Reading[] = [];

/** "on nomad", "in consul": where something is, as one concept. */
export function toPlaceConcept(place: string): string {
  return `on:${place}`;
}

/** Reads where something is: "on nomad", "in our vault cluster", "with no mad". The longest reading comes first. */
export function createPlaces(
  { places, misheard }: Lists,
  spellings: ReadonlyMap<string, string>,
): (words: readonly string[], at: number) => readonly Reading[] {
  const prepositions = new Set(places.prepositions);
  const nouns = new Set(places.nouns);
  const names = createPhrases<Heard>(
    places.names.flatMap((name) => {
      const concept = toPlaceConcept(name);
      return [
        [name, { concept, how: 'own' }] as const,
        ...(misheard[name] ?? []).map((form) => [form, { concept, how: 'repaired' }] as const),
      ];
    }),
    spellings,
  );

  return (words, at) => {
    if (!prepositions.has(words[at] ?? '')) return none;
    const start = at + (articles.has(words[at + 1] ?? '') ? 2 : 1);
    const found: Reading[] = [];
    for (const { value, length: named } of names.at(words, start)) {
      const length = start + named - at;
      found.push({ ...value, length });
      if (nouns.has(words[at + length] ?? '')) found.push({ ...value, length: length + 1 });
    }
    return found.toSorted((a, b) => b.length - a.length);
  };
}
