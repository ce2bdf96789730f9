import type { Lists } from './lists.ts';
import type { Token } from './normalise.ts';
import type { ReadFillings } from './slots.ts';

/** Puts the one thing that a remark names in the place of "it": "done with ping, stop it" → "stop ping". */
export function createResolve(
  lists: Lists,
): (
  tokens: readonly Token[],
  remark: readonly Token[],
  readFillings: ReadFillings,
) => readonly Token[] {
  const pronouns = new Set(lists.answers.pronouns);
  const types = [...lists.live, ...Object.keys(lists.vocabularies)];

  return (tokens, remark, readFillings) => {
    const at = tokens.findIndex(({ text }) => pronouns.has(text));
    if (at < 0) return tokens;
    const [named, other] = findNamed(remark, readFillings);
    if (!named || other) return tokens;
    return [...tokens.slice(0, at), ...named, ...tokens.slice(at + 1)];
  };

  function findNamed(remark: readonly Token[], readFillings: ReadFillings) {
    const found: (readonly Token[])[] = [];
    for (let at = 0; at < remark.length;) {
      const lengths = types.flatMap((type) =>
        readFillings(type, remark, at)
          .filter(({ how }) => how !== 'pronoun' && how !== 'coined' && how !== 'free')
          .map(({ length }) => length),
      );
      const length = Math.max(0, ...lengths);
      if (length > 0) found.push(remark.slice(at, at + length));
      at += Math.max(1, length);
    }
    return found;
  }
}
