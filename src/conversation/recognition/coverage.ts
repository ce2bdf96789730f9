import type { Element } from './compile.ts';
import type { Lexicon } from './lexicon.ts';
import type { Leeway, Utterance } from './match.ts';
import type { Pattern } from './phrasebook.ts';

/** Words of an utterance as bits: bit n is the word at n, the last bit all from there on. */
type Words = number;

const lastBit = 31;
const none: readonly Element[] = [];

export type Coverage = {
  /** The concepts that are heard. */
  readonly heard: ReadonlyMap<string, Words>;
  /** Whether a pattern might account for every word. A quick look, never wrong when it says no. */
  readonly allows: (pattern: Pattern, leeway: Leeway | undefined) => boolean;
};

/** Which words of an utterance may be what. `verbal` when a verb in another form will do, too. */
export function createCoverage(utterance: Utterance, verbal: boolean, lexicon: Lexicon): Coverage {
  const { words, readings, fillingsAt } = utterance;
  const everything = toSpan(0, words.length);
  const heard = hear(utterance, verbal);
  const takenByType = new Map<string, Taken>();
  const recall = createMemory<Words>();
  const cover = (lengthAt: (at: number) => number): Words =>
    words.reduce((covered, _, at) => covered | toSpan(at, lengthAt(at)), 0);

  return {
    heard,
    allows: (pattern, leeway) => {
      const { elements, risk, fixed } = pattern;
      const harmless = risk === 'read';
      let left = everything & ~ofElements(elements);
      if (left === 0) return true;
      if (leeway) left &= ~(ofFillers(harmless) | ofKnowledge(leeway));
      else if (harmless || !fixed) left &= ~ofLight(harmless && !fixed);
      return fills(left, elements, leeway?.spare ?? none);
    },
  };

  function ofElements(elements: readonly Element[]): Words {
    let covered = 0;
    for (const element of elements)
      if (element.kind === 'word')
        for (const concept of element.concepts) covered |= heard.get(concept) ?? 0;
    return covered;
  }

  /** Whether some slot or other takes each of the words that are left; the first that none takes settles it. */
  function fills(left: Words, elements: readonly Element[], spare: readonly Element[]): boolean {
    for (let at = 0; at < lastBit && left >>> at !== 0; at += 1) {
      if ((left & (1 << at)) === 0) continue;
      if (!isTaken(elements, at) && !isTaken(spare, at)) return false;
    }
    return true;
  }

  /** Whether a slot takes a word, from there or from before on. */
  function isTaken(elements: readonly Element[], at: number): boolean {
    for (const element of elements)
      if (element.kind === 'slot' && (takenBy(element.type, at) & (1 << at)) !== 0) return true;
    return false;
  }

  function takenBy(type: string, at: number): Words {
    const taken = takenByType.get(type) ?? { covered: 0, next: 0 };
    takenByType.set(type, taken);
    for (; taken.next <= at; taken.next += 1)
      for (const { length } of fillingsAt(type, taken.next))
        taken.covered |= toSpan(taken.next, length);
    return taken.covered;
  }

  function ofLight(harmless: boolean): Words {
    return recall(harmless ? 'light in reads' : 'light', () =>
      cover((at) => lexicon.lightAt(words, at, harmless)),
    );
  }

  function ofFillers(harmless: boolean): Words {
    return recall(harmless ? 'filler in reads' : 'filler', () =>
      cover((at) => lexicon.fillerAt(words, at, harmless)),
    );
  }

  function ofKnowledge({ knows }: Leeway): Words {
    return recall(knows, () =>
      readings.reduce(
        (covered, some, at) =>
          some.reduce(
            (more, { concept, length }) => (knows(concept) ? more | toSpan(at, length) : more),
            covered,
          ),
        0,
      ),
    );
  }
}

/** The words before `next` from which on a slot may take some, and those that it may. */
type Taken = { covered: Words; next: number };

function hear({ readings }: Utterance, verbal: boolean): ReadonlyMap<string, Words> {
  const heard = new Map<string, Words>();
  const add = (concept: string, span: Words): void => {
    heard.set(concept, (heard.get(concept) ?? 0) | span);
  };
  for (const [at, some] of readings.entries())
    for (const { concept, length } of some) {
      const span = toSpan(at, length);
      add(concept, span);
      if (verbal && /:(?:ing|ed)$/.test(concept)) add(concept.replace(/:(?:ing|ed)$/, ''), span);
    }
  return heard;
}

function toSpan(at: number, length: number): Words {
  let span = 0;
  for (let next = at; next < at + length; next += 1) span |= 1 << Math.min(next, lastBit);
  return span;
}

function createMemory<T>(): (key: unknown, work: () => T) => T {
  const known = new Map<unknown, T>();
  return (key, work) => {
    const made = known.get(key) ?? work();
    known.set(key, made);
    return made;
  };
}
