import type { Guard } from './guards.ts';
import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import { readNumber } from './numbers.ts';
import { createPhrases } from './phrases.ts';
import type { Clause } from './split.ts';

/**
 * Where a remark stands: before a request, `loose` without a mark between them, `ahead` of it as a statement; after
 * one, `aside` with a mark between.
 */
export type Place = 'before' | 'loose' | 'ahead' | 'after' | 'aside';

/** Fewer words may be a name or a place. */
const shortest = 3;

/** What stands beside a remark: whether it can change anything, and what it has in its slots. */
export type Request = { readonly harmless: boolean; readonly values: readonly string[] };

/**
 * Whether something said beside a request is only a remark ("we're getting hammered, …", "… because it hangs"): one
 * that forbids nothing, sets no condition and tells of nobody else's words; beside a harmless request it may.
 */
export function createRemarks(
  { remarks }: Lists,
  { spellings }: Lexicon,
  findGuard: (words: readonly string[], text: string) => Guard | undefined,
): (clause: Clause, place: Place, request: Request) => boolean {
  const toFinder = (phrases: readonly string[]) =>
    createPhrases(
      phrases.map((phrase) => [phrase, undefined] as const),
      spellings,
    );
  const openings = toFinder(remarks.openings);
  const withoutExcuses = createExcuse(remarks.excused, spellings);
  const never = toFinder(remarks.never);
  const stating = new Set(remarks.states);

  return ({ text, tokens }, place, { harmless, values }) => {
    const words = tokens.map((token) => token.text);
    const opens = openings.at(words, 0).length > 0;
    const states = /^(?:before|ahead|aside)$/.test(place) && isStatement({ text, tokens });
    if (!opens && !states && (place !== 'before' || words.length < shortest)) return false;
    if (harmless) return true;
    return (
      !words.some((_, at) => isNews(readNumber(words, at)?.value, values)) && isAside(words, text)
    );
  };

  /** It forbids nothing, sets no condition and tells of nobody's words. */
  function isAside(words: readonly string[], text: string): boolean {
    // "I do not want …" goes on with what is not wanted
    const isOpen = /^(?:want|need|like)$/.test(words.at(-1) ?? '');
    if (isOpen && findGuard(words, '') === 'negated') return false;
    const kept = withoutExcuses(words);
    if (kept.some((_, at) => never.at(kept, at).length > 0)) return false;
    return kept.length === 0 || findGuard(kept, text) === undefined;
  }

  /** "Latency's rubbish" and "the disk is dying" tell how something is. */
  function isStatement({ text, tokens }: Clause): boolean {
    const [first, ...rest] = tokens.map((token) => token.text);
    if (first === undefined || stating.has(first)) return false;
    return rest.slice(0, -1).some((word) => stating.has(word)) || /^\S+(?: \S+)?'s \w/.test(text);
  }
}

/** Leaves out what looks like a guard and is none: "no rush". */
export function createExcuse(
  excused: readonly string[],
  spellings: ReadonlyMap<string, string>,
): (words: readonly string[]) => readonly string[] {
  const phrases = createPhrases(
    excused.map((phrase) => [phrase, undefined] as const),
    spellings,
  );
  return (words) => {
    const kept: string[] = [];
    for (let at = 0; at < words.length;) {
      const length = phrases.at(words, at)[0]?.length ?? 0;
      if (length === 0) kept.push(words[at] ?? '');
      at += Math.max(1, length);
    }
    return kept;
  };
}

/** A number that the request does not have. */
function isNews(number: number | undefined, values: readonly string[]): boolean {
  return number !== undefined && !values.some((value) => value.split('-').includes(`${number}`));
}
