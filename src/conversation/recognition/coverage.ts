import type { Element } from './compile.ts';
import type { Lexicon } from './lexicon.ts';
import type { Leeway, Utterance } from './match.ts';
import type { Pattern } from './phrasebook.ts';

/** Words of an utterance as bits: bit n is the word at n, the last bit all from there on. */
type Words = number;

const lastBit = 31;

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
  const remember = createMemory<Words>();
  const cover = (lengthAt: (at: number) => number): Words =>
    words.reduce((covered, _, at) => covered | toSpan(at, lengthAt(at)), 0);

  return {
    heard,
    allows: (pattern, leeway) => {
      const { elements, risk, fixed } = pattern;
      const harmless = risk === 'read';
      let left = everything & ~ofElements(elements);
      if (left !== 0 && leeway)
        left &= ~(ofFillers(harmless) | ofKnowledge(leeway) | ofSlots(leeway.spare));
      else if (left !== 0 && !(fixed && !harmless)) left &= ~ofLight(harmless && !fixed);
      return left === 0 || (left & ~ofSlots(elements)) === 0;
    },
  };

  function ofElements(elements: readonly Element[]): Words {
    let covered = 0;
    for (const element of elements)
      if (element.kind === 'word')
        for (const concept of element.concepts) covered |= heard.get(concept) ?? 0;
    return covered;
  }

  function ofSlots(elements: readonly Element[]): Words {
    let covered = 0;
    for (const element of elements) if (element.kind === 'slot') covered |= ofType(element.type);
    return covered;
  }

  function ofType(type: string): Words {
    return remember(type, () =>
      cover((at) => Math.max(0, ...fillingsAt(type, at).map(({ length }) => length))),
    );
  }

  function ofLight(harmless: boolean): Words {
    return remember(`light ${harmless}`, () => cover((at) => lexicon.lightAt(words, at, harmless)));
  }

  function ofFillers(harmless: boolean): Words {
    return remember(`filler ${harmless}`, () =>
      cover((at) => lexicon.fillerAt(words, at, harmless)),
    );
  }

  function ofKnowledge({ knows }: Leeway): Words {
    return remember(knows, () =>
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
