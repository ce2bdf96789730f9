import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import type { Licence } from './match.ts';
import { type Token, toWords } from './normalise.ts';

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

const particles = new Set(['up', 'down', 'out', 'off', 'away', 'over', 'back', 'apart', 'online', 'going', 'in']);
const kinds = ['noises', 'command', 'gerund', 'asking', 'wish'] as const;
const most = 6;

type Wrapper = { readonly kind: (typeof kinds)[number]; readonly words: readonly string[] };

/** Takes the wrapping off layer by layer; every stage is a core, because a wrapper may be the message. */
export function createUnwrap(
  { wrapping }: Lists,
  lexicon: Lexicon,
): (tokens: readonly Token[]) => readonly Core[] {
  const toWrappers = (kind: Wrapper['kind']): readonly Wrapper[] =>
    wrapping[kind].map((phrase) => ({ kind, words: toWords(phrase, lexicon.spellings) }));
  const openers = kinds.flatMap(toWrappers).toSorted((a, b) => b.words.length - a.words.length);
  const closers = wrapping.closers
    .map((phrase) => toWords(phrase, lexicon.spellings))
    .toSorted((a, b) => b.length - a.length);

  return (tokens) => {
    const whole: Core = { tokens, licence: 'base', harmless: false, asked: false, layers: 0 };
    return toStages(whole, open).flatMap((core) => [
      ...toStages(core, close),
      ...toJoined(core).flatMap((joined) => toStages(joined, close)),
      ...(core.licence === 'base' ? toRotated(core) : []),
    ]);
  };

  function open(core: Core): Core | undefined {
    const found = openers.find(({ words }) => startsWith(core.tokens, words));
    if (!found || core.licence !== 'base') return undefined;
    if (found.kind === 'wish') return undefined;
    return {
      tokens: core.tokens.slice(found.words.length),
      licence: found.kind === 'gerund' ? 'ing' : 'base',
      harmless: core.harmless || found.kind === 'asking',
      asked: core.asked || found.kind !== 'noises',
      layers: core.layers + 1,
    };
  }

  function close(core: Core): Core | undefined {
    const words = closers.find((closer) => startsWith(core.tokens.slice(-closer.length), closer));
    return words && { ...core, tokens: core.tokens.slice(0, -words.length), layers: core.layers + 1 };
  }

  /** "bring nomad up" → "bring up nomad". */
  function toJoined(core: Core): readonly Core[] {
    const [verb, ...rest] = core.tokens;
    const at = rest.findIndex(({ text }) => particles.has(text));
    const particle = rest[at];
    if (!verb || !particle || at < 1) return [];
    const isVerb = lexicon
      .readAt([verb.text, particle.text], 0)
      .some(({ length, repaired }) => length === 2 && !repaired);
    const tokens = [verb, particle, ...rest.slice(0, at), ...rest.slice(at + 1)];
    return isVerb ? [{ ...core, tokens }] : [];
  }

  /** "I want nomad deployed" → "deployed nomad", with the licence to be a participle. */
  function toRotated(core: Core): readonly Core[] {
    const wish = openers.find(({ kind, words }) => kind === 'wish' && startsWith(core.tokens, words));
    if (!wish) return [];
    const rest = core.tokens.slice(wish.words.length);
    const words = rest.map(({ text }) => text);
    for (let at = 1; at < words.length; at += 1) {
      for (const { concept, length } of lexicon.readAt(words, at)) {
        const licence = toLicence(concept);
        if (licence === 'base') continue;
        const tokens = [...rest.slice(at, at + length), ...rest.slice(0, at), ...rest.slice(at + length)];
        return toStages({ ...core, tokens, licence, asked: true }, close);
      }
    }
    return [];
  }
}

function toStages(first: Core, next: (core: Core) => Core | undefined): readonly Core[] {
  const stages = [first];
  for (let core = next(first); core && stages.length < most; core = next(core)) stages.push(core);
  return stages;
}

function toLicence(concept: string): Licence {
  if (concept.endsWith(':ed')) return 'ed';
  return concept.endsWith(':ing') ? 'ing' : 'base';
}

export function startsWith(tokens: readonly Token[], words: readonly string[]): boolean {
  return words.length <= tokens.length && words.every((word, at) => tokens[at]?.text === word);
}
