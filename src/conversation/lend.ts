import type { Lent } from './deeds.ts';
import type { Memory } from './memory.ts';

/** What a deed may see and set of the session that it is part of. */
export function createLend(memory: Memory, clusters: readonly string[]): (key: string) => Lent {
  return (key) => {
    const { lastSpeech, home = clusters[0] } = memory.recall(key);
    return {
      lastSpeech,
      setTone: (tone) => memory.update(key, { tone }),
      clusters: {
        names: clusters,
        current: home,
        use: (name) => memory.update(key, { home: name }),
      },
    };
  };
}
