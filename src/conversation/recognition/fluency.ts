import type { Lists } from './lists.ts';

const longestStutter = 3;
/** So few words may be an answer: "uh uh", "no no". */
const shortest = 3;
/** "to too" may be a number. */
const countable =
  /^(?:to|too|for|won|ate|one|two|three|four|five|six|seven|eight|nine|ten|hundred|\d.*)$/;

/** What was meant to be said: without hesitations ("scale the uh crawler") and what was begun twice ("the the"). */
export function createFluency({ hesitations }: Lists): (text: string) => string {
  const phrases = hesitations.map((phrase) => phrase.replaceAll(' ', '[\\s,]+')).join('|');
  const hesitation = new RegExp(
    `(?:\\s*,)?(?<![-\\w'])(?:${phrases})(?![-\\w']|\\s+huh)[,.]*`,
    'gi',
  );

  return (text) => {
    if (text.split(/\s+/, shortest).length < shortest) return text;
    const said = text.replaceAll(hesitation, ' ').split(/\s+/);
    return withoutStutter(said.filter((word) => word !== '')).join(' ');
  };
}

function withoutStutter(words: readonly string[]): readonly string[] {
  const plain = words.map((word) => word.toLowerCase().replace(/[,.-]+$/, ''));
  const dropped = new Set<number>();
  for (let at = 1; at < words.length; at += 1)
    for (let length = 1; length <= Math.min(longestStutter, at); length += 1)
      if (isRepeated(plain, at, length)) drop(dropped, at, length);
  return dropped.size === 0 ? words : words.filter((_, at) => !dropped.has(at));
}

function drop(dropped: Set<number>, at: number, length: number): void {
  for (let each = 1; each <= length; each += 1) dropped.add(at - each);
}

/** Whether the words before a place are said again from there on. */
function isRepeated(words: readonly string[], at: number, length: number): boolean {
  for (let each = 0; each < length; each += 1) {
    const word = words[at + each];
    if (word === undefined || word !== words[at - length + each] || countable.test(word))
      return false;
  }
  return true;
}
