import { toBlurred } from '../blurred-slot.ts';
import type { Lexicon } from '../lexicon.ts';
import type { Token } from '../normalise.ts';
import { readHomophone, readNumber } from '../numbers.ts';
import type { Filling, ReadFillings } from '../slots.ts';
import { afterSecondThought, isRethinking, withoutRejected } from './rejected.ts';

/** A value that is named somewhere in a sentence. */
export type Mention = {
  readonly value: string | number;
  readonly at: number;
  readonly length: number;
  /** Said as it is, not only heard as something like it. */
  readonly plain: boolean;
};

export type FindMentions = {
  readonly names: (type: string) => readonly Mention[];
  /** `asked` when the sentence wants a number, so that any will do. */
  readonly numbers: (asked: boolean) => readonly Mention[];
  /** Keeps a mention's words from being taken for anything else. */
  readonly take: (mention: Mention) => void;
};

const plainly: ReadonlySet<Filling['how']> = new Set(['exact', 'kin', 'live', 'pronoun']);
const perhaps: ReadonlySet<Filling['how']> = new Set([
  ...plainly,
  'repaired',
  'sounding',
  'distant',
]);
/** After a number that counts something else. */
const otherwise =
  /^(?:minutes?|hours?|days?|weeks?|months?|seconds?|oclock|percent|am|pm|people|more|fewer|less|extra|additional)$/;
/** "One little vault server" */
const furthest = 2;
const countable = /^(?:task|server|client|node|job)\b/;

/** Finds values wherever they stand in a sentence. */
export function createFindMentions(
  tokens: readonly Token[],
  readFillings: ReadFillings,
  lexicon: Lexicon,
): FindMentions {
  const words = tokens.map(({ text }) => text);
  const taken = new Set<number>();

  return {
    names: (type) => {
      const heard = toMeant(scan((at) => pick(type, at)));
      return heard.length > 0 ? heard : scan((at) => pickBlurred(type, at));
    },
    numbers: (asked) => {
      const all = scan((at) => pickTarget(at) ?? pickPlain(at));
      const said = afterSecondThought(all, words).filter(
        ({ at, length }) => !otherwise.test(words[at + length] ?? ''),
      );
      const counting = said.filter(
        (one) => isCounted(one.at + one.length) || isTold(one.at) || (asked && isAimed(one)),
      );
      const last = said.at(-1);
      // "three servers is not enough, make it five"
      if (last && !counting.includes(last) && isAimedAt(last)) return toMeant([...counting, last]);
      if (counting.length > 0) return toMeant(counting);
      if (said.length > 0) return toMeant(asked ? said : said.filter(isBehindName));
      return scan(pickHomophone);
    },
    take: ({ at, length }) => {
      for (let next = at; next < at + length; next += 1) taken.add(next);
    },
  };

  function toMeant(mentions: readonly Mention[]): readonly Mention[] {
    return withoutRejected(afterSecondThought(mentions, words), words);
  }

  function scan(read: (at: number) => Mention | undefined): readonly Mention[] {
    const found: Mention[] = [];
    for (let at = 0; at < words.length;) {
      const mention = taken.has(at) ? undefined : read(at);
      if (mention) found.push(mention);
      at += mention?.length ?? 1;
    }
    return found;
  }

  function pick(type: string, at: number): Mention | undefined {
    const found = readFillings(type, tokens, at).find(({ how }) => perhaps.has(how));
    if (found && found.value === words[at] && isSmall(at)) return undefined;
    return found && { value: found.value, length: found.length, at, plain: plainly.has(found.how) };
  }

  /** "All" and "no" are rarely the values of those names. */
  function isSmall(at: number): boolean {
    return isRethinking(words[at] ?? '') || lexicon.lightAt(words, at, true) > 0;
  }

  /** A name with one sound too many, too few or wrong, where a word means nothing else. */
  function pickBlurred(type: string, at: number): Mention | undefined {
    if (isKnown(at) && isKnown(at + 1)) return undefined;
    const [filling] = readFillings(toBlurred(type), tokens, at);
    return filling && { value: filling.value, length: filling.length, at, plain: false };
  }

  function isKnown(at: number): boolean {
    if (at >= words.length || lexicon.fillerAt(words, at, true) > 0) return true;
    return lexicon.readAt(words, at).some(({ how }) => how !== 'repaired');
  }

  function pickPlain(at: number): Mention | undefined {
    const number = pick('number', at);
    return number?.plain ? number : undefined;
  }

  /** "Two for" is "to four", and so is "too for". */
  function pickTarget(at: number): Mention | undefined {
    if (!/^(?:two|too)$/.test(words[at] ?? '')) return undefined;
    if ((readNumber(words, at)?.length ?? 0) > 1) return undefined;
    const heard = readHomophone(words, at + 1) ?? readNumber(words, at + 1);
    return heard && { value: heard.value, length: 1 + heard.length, at, plain: false };
  }

  function pickHomophone(at: number): Mention | undefined {
    const heard = isCounted(at + 1) ? readHomophone(words, at) : undefined;
    return heard && { value: heard.value, length: heard.length, at, plain: false };
  }

  /** "Make it five": how many it is to be. */
  function isAimedAt({ at }: Mention): boolean {
    return /^(?:it|them|that|to)$/.test(words[at - 1] ?? '');
  }

  function isAimed({ at }: Mention): boolean {
    return /^(?:to|at|with)$/.test(words[at - 1] ?? '');
  }

  /** "Consul, five please" */
  function isBehindName({ at }: Mention): boolean {
    return taken.has(at - 1) && words[at] !== 'one';
  }

  /** "Servers should be five" */
  function isTold(at: number): boolean {
    return words[at - 1] === 'be' && isCounted(Math.max(0, at - furthest - 1));
  }

  /** Whether what stands there, perhaps behind a name or how it is, can be counted: tasks, servers, machines. */
  function isCounted(at: number): boolean {
    if (words[at] === 'times' || (words[at] === 'of' && words[at + 1] === 'them')) return true;
    for (let next = at; next <= at + furthest; next += 1) {
      const readings = lexicon.readAt(words, next);
      if (readings.some(({ concept }) => countable.test(concept))) return true;
      if (!taken.has(next) && readings.length > 0) return false;
    }
    return false;
  }
}
