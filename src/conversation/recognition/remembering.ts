import type { Token } from './normalise.ts';

/** Parts of an utterance come up again where it is split in another way. */
export function remembering<T>(hear: (said: readonly Token[]) => T): (said: readonly Token[]) => T {
  const known = new Map<string, { readonly heard: T }>();
  return (said) => {
    const key = said.map(({ text, glue }) => `${glue} ${text}`).join(' ');
    const { heard } = known.get(key) ?? { heard: hear(said) };
    known.set(key, { heard });
    return heard;
  };
}
