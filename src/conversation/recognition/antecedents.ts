import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import type { Token } from './normalise.ts';
import { createTemplatePhrases } from './template-phrases.ts';
import type { ReadFillings } from './slots.ts';

/** What a request says once "it" is replaced; `absorbed` when nothing of the other part is left to be explained. */
export type Resolved = { readonly tokens: readonly Token[]; readonly absorbed: boolean };

/**
 * Puts what the other part of an utterance is about in the place of "it": all of it ("a vault with one server, deploy
 * it"), or the one thing that it names ("done with ping, stop it").
 */
export function createResolve(
  { answers, wrapping, remarks, live, vocabularies }: Lists,
  { spellings }: Lexicon,
): (
  tokens: readonly Token[],
  other: readonly Token[],
  readFillings: ReadFillings,
) => readonly Resolved[] {
  const pronouns = new Set(answers.pronouns);
  const types = [...live, ...Object.keys(vocabularies)];
  const toFinder = (phrases: readonly string[]) =>
    createTemplatePhrases(
      phrases.map((phrase) => [phrase, undefined] as const),
      spellings,
    );
  const wishes = toFinder(wrapping.wish);
  const openings = toFinder(remarks.openings);

  return (tokens, other, readFillings) => {
    const plain = { tokens, absorbed: false };
    const at = tokens.findIndex(({ text }) => pronouns.has(text));
    if (at < 0) return [plain];
    const put = (named: readonly Token[]) => [
      ...tokens.slice(0, at),
      ...named,
      ...tokens.slice(at + 1),
    ];
    const words = other.map(({ text }) => text);
    const whole = other.slice(wishes.at(words, 0)[0]?.length ?? 0);
    const [named, another] = findNamed(other, readFillings);
    if (!named) return [plain];
    const tells = openings.at(words, 0).length > 0 && whole.length === other.length;
    const all = tells ? [] : [{ tokens: put(whole), absorbed: true }];
    return [...all, another ? plain : { tokens: put(named), absorbed: false }];
  };

  function findNamed(
    tokens: readonly Token[],
    readFillings: ReadFillings,
  ): readonly (readonly Token[])[] {
    const found: (readonly Token[])[] = [];
    for (let at = 0; at < tokens.length;) {
      const lengths = types.flatMap((type) =>
        readFillings(type, tokens, at)
          .filter(({ how }) => how !== 'pronoun' && how !== 'coined' && how !== 'free')
          .map(({ length }) => length),
      );
      const length = Math.max(0, ...lengths);
      if (length > 0) found.push(tokens.slice(at, at + length));
      at += Math.max(1, length);
    }
    return found;
  }
}
