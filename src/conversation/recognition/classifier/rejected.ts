import { readNumber } from '../numbers.ts';
import type { Mention } from './mentions.ts';

/** Before a value that is not the one. */
const rejecting = /^(?:not|from|than)$/;
/** How somebody says that what was just said is wrong: "six, no, make that eight". */
const rethinking = /^(?:no|nope|wait|sorry|actually|correction|scratch|mean|meant)$/;

/** Before a number that is not exact. */
const roughly = /^(?:about|around|roughly|approximately)$/;

/** Whether the speaker leaves the value open: "about ten", "client three or four". */
export function isLeftOpen({ at, length, value }: Mention, words: readonly string[]): boolean {
  if (typeof value === 'number' && roughly.test(words[at - 1] ?? '')) return true;
  const next = at + length;
  return words[next] === 'or' && readNumber(words, next + 1) !== undefined;
}

/** "No" is a second thought, not a value of its own. */
export function isRethinking(word: string): boolean {
  return rethinking.test(word);
}

/** Those from the last second thought on. */
export function afterSecondThought(
  mentions: readonly Mention[],
  words: readonly string[],
): readonly Mention[] {
  const last = mentions.findLastIndex((_, at) => isRethought(mentions, at, words));
  return last > 0 ? mentions.slice(last) : mentions;
}

/** The right one of several, as in "not nomad but vault", "fifteen instead of twelve" and "from three to five". */
export function withoutRejected(
  mentions: readonly Mention[],
  words: readonly string[],
): readonly Mention[] {
  if (mentions.length < 2) return mentions;
  const kept = mentions.filter(({ at }) => !isRejected(words, at));
  const plain = kept.filter((one) => one.plain);
  return [plain, kept, mentions].find(({ length }) => length > 0) ?? mentions;
}

function isRethought(
  mentions: readonly Mention[],
  index: number,
  words: readonly string[],
): boolean {
  const [before, after] = [mentions[index - 1], mentions[index]];
  if (!before || !after) return false;
  return words.slice(before.at + before.length, after.at).some(isRethinking);
}

function isRejected(words: readonly string[], at: number): boolean {
  const before = words[at - 1] ?? '';
  return before === 'of' ? words[at - 2] === 'instead' : rejecting.test(before);
}
