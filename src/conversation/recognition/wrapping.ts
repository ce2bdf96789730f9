import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import type { Licence } from './match.ts';
import type { Token } from './normalise.ts';

import { reorder } from './reorder.ts';
import { createTemplatePhrases } from './template-phrases.ts';

/**
 * What is left of an utterance once its wrapping is taken off, and what the wrapping allows: "would you mind …"
 * wants a gerund, "can you tell me whether …" leads to a read only.
 */
export type Core = {
  readonly tokens: readonly Token[];
  readonly licence: Licence;
  readonly harmless: boolean;
  /** Wrapped as a request, so that a question mark does not make it a question. */
  readonly asked: boolean;
  /** How many wrappers were taken off. */
  readonly layers: number;
};

const kinds = ['noises', 'command', 'gerund', 'asking'] as const;

type Kind = (typeof kinds)[number] | 'correction';
const most = 6;
const mostOpened = 16;

/**
 * Takes the wrapping off layer by layer; every stage is a core, because a wrapper may be the message. While `talking`
 * about something, "no, …" and "I meant …" are wrapping too.
 */
export function createUnwrap(
  { wrapping, answers }: Lists,
  lexicon: Lexicon,
): (tokens: readonly Token[], talking: boolean) => readonly Core[] {
  const findOpener = createTemplatePhrases<Kind>(
    [
      ...kinds.flatMap((kind) => wrapping[kind].map((phrase) => [phrase, kind] as const)),
      ...answers.correction.map((phrase) => [phrase, 'correction'] as const),
    ],
    lexicon.spellings,
  );
  const findWish = createTemplatePhrases(toPairs(wrapping.wish), lexicon.spellings);
  const findCloser = createTemplatePhrases(toPairs(wrapping.closers), lexicon.spellings);

  return (tokens, talking) => {
    const whole: Core = { tokens, licence: 'base', harmless: false, asked: false, layers: 0 };
    return toOpened(whole, (core) => open(core, talking)).flatMap((core) =>
      [core, ...toRotated(core)]
        .flatMap((each) => toStages(each, close))
        .flatMap((each) => reorder(each, lexicon)),
    );
  };

  /** What is left once an opener is taken off, for each of those that it may be. */
  function open(core: Core, talking: boolean): readonly Core[] {
    if (core.licence !== 'base') return [];
    return findOpener
      .at(toTexts(core.tokens), 0)
      .filter(({ value }) => talking || value !== 'correction')
      .map(({ value, length }) => ({
        tokens: core.tokens.slice(length),
        licence: value === 'gerund' ? 'ing' : 'base',
        harmless: core.harmless || value === 'asking',
        asked: core.asked || !/^(?:noises|correction)$/.test(value),
        layers: core.layers + 1,
      }));
  }

  function close(core: Core): Core | undefined {
    const said = findCloser.ending(toTexts(core.tokens));
    if (!said) return undefined;
    return { ...core, tokens: core.tokens.slice(0, -said.length), layers: core.layers + 1 };
  }

  /** "I want nomad deployed" → "deployed nomad", with the licence to be a participle. */
  function toRotated(core: Core): readonly Core[] {
    const [wish] = findWish.at(toTexts(core.tokens), 0);
    if (!wish || core.licence !== 'base') return [];
    const rest = core.tokens.slice(wish.length);
    const words = toTexts(rest);
    for (let at = 1; at < words.length; at += 1) {
      for (const { concept, length } of lexicon.readAt(words, at)) {
        const licence = toLicence(concept);
        if (licence === 'base') continue;
        const verb = rest.slice(at, at + length);
        const object = trimCopula(rest.slice(0, at));
        if (object.length === 0) continue;
        const tokens = [...verb, ...object, ...rest.slice(at + length)];
        return [{ ...core, tokens, licence, asked: true }];
      }
    }
    return [];
  }
}

/** "[that] nomad is" → "nomad". */
function trimCopula(tokens: readonly Token[]): readonly Token[] {
  const start = tokens[0]?.text === 'that' ? 1 : 0;
  const end = tokens.findLastIndex(({ text }) => !copulas.has(text));
  return tokens.slice(start, end + 1);
}

const copulas = new Set('to be being is are get gets getting'.split(' '));

/** Every way to take openers off, each rest once for what it may be. */
function toOpened(whole: Core, next: (core: Core) => readonly Core[]): readonly Core[] {
  const found = new Map<string, Core>();
  const waiting = [whole];
  for (let core = waiting.shift(); core && found.size < mostOpened; core = waiting.shift()) {
    const key = `${core.tokens.length} ${core.licence} ${core.harmless} ${core.asked}`;
    if (core.tokens.length === 0 || found.has(key)) continue;
    found.set(key, core);
    waiting.push(...next(core));
  }
  return [...found.values()];
}

function toStages(first: Core, next: (core: Core) => Core | undefined): readonly Core[] {
  const stages = [first];
  for (let core = next(first); core && stages.length < most; core = next(core)) stages.push(core);
  return stages.filter(({ tokens }) => tokens.length > 0);
}

function toLicence(concept: string): Licence {
  if (concept.endsWith(':ed')) return 'ed';
  return concept.endsWith(':ing') ? 'ing' : 'base';
}

function toTexts(tokens: readonly Token[]): readonly string[] {
  return tokens.map(({ text }) => text);
}

function toPairs(phrases: readonly string[]): readonly (readonly [string, undefined])[] {
  return phrases.map((phrase) => [phrase, undefined]);
}
