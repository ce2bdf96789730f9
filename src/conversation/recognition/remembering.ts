import type { Token } from './normalise.ts';

/** Parts of an utterance come up again, themselves or where it is split in another way. */
export function remembering<T>(hear: (said: readonly Token[]) => T): (said: readonly Token[]) => T {
  const bySelf = new Map<readonly Token[], { readonly heard: T }>();
  const byWords = new Map<string, { readonly heard: T }>();
  return (said) => {
    const own = bySelf.get(said);
    if (own) return own.heard;
    const words = toWords(said);
    const alike = byWords.get(words) ?? { heard: hear(said) };
    bySelf.set(said, alike);
    byWords.set(words, alike);
    return alike.heard;
  };
}

function toWords(said: readonly Token[]): string {
  let words = '';
  for (const { text, glue } of said) words += `${glue} ${text}`;
  return words;
}
