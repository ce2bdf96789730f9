import {
  beforeTeen,
  homophones,
  often,
  scales,
  sets,
  slight,
  small,
  teen,
  tens,
  tensHeard,
  vague,
} from './number-words.ts';
import { isOneOff } from './one-off.ts';

export type Spoken = {
  readonly value: number;
  /** How many words it took. */
  readonly length: number;
  /** It was heard as another word that sounds the same: "for", "won". */
  readonly repaired: boolean;
};

/** Every word with which a number may begin, but for digits. */
const firsts: ReadonlySet<string> = new Set(
  [small, tens, tensHeard, sets, often, beforeTeen]
    .flatMap((words) => Array.from(words.keys()))
    .concat('half', 'a', 'the'),
);
const zero = '0'.charCodeAt(0);
const nine = '9'.charCodeAt(0);
const limit = 1_000_000;
/** Long enough that one wrong letter leaves them what they are: "forteen". */
const long = [...small, ...tens, ['dozen', 12] as const].filter(([word]) => word.length > 4);

/**
 * Reads the number that starts at `at`: digits or words, zero to a million, "two dozen", "twelve hundred",
 * "thrice". Nothing for a vague or broken one ("a few", "two point five", "twenty twelve").
 */
export function readNumber(words: readonly string[], at: number): Spoken | undefined {
  const spoken = mayBegin(words[at] ?? '') ? readPlain(words, at) : undefined;
  if (!spoken || spoken.value > limit) return undefined;
  const next = words[at + spoken.length] ?? '';
  const previous = words[at - 1] ?? '';
  const broken = isNumeral(next) || vague.has(next) || vague.has(previous);
  return broken ? undefined : spoken;
}

function readPlain(words: readonly string[], at: number): Spoken | undefined {
  return readOften(words, at) ?? readSets(words, at) ?? readCardinal(words, at);
}

function mayBegin(word: string): boolean {
  const code = word.charCodeAt(0);
  return (code >= zero && code <= nine) || firsts.has(word);
}

/** A word that sounds like a number, where only a number makes sense. */
export function readHomophone(words: readonly string[], at: number): Spoken | undefined {
  const word = words[at] ?? '';
  // "too ate" is "to eight"
  const isLastButOne = at + 2 === words.length;
  if (isLastButOne && /^too?$/.test(word) && homophones.has(words[at + 1] ?? '')) return undefined;
  const value = homophones.get(word) ?? readMisspelt(word);
  return value === undefined ? undefined : { value, length: 1, repaired: true };
}

function readMisspelt(word: string): number | undefined {
  return long.find(([right]) => right[0] === word[0] && isOneOff(right, word))?.[1];
}

function readOften(words: readonly string[], at: number): Spoken | undefined {
  const value = often.get(words[at] ?? '');
  return value === undefined ? undefined : { value, length: 1, repaired: false };
}

/** "a dozen", "two dozen", "a couple of", "half a dozen". */
function readSets(words: readonly string[], at: number): Spoken | undefined {
  const halved = words[at] === 'half' && /^(?:a|dozen)$/.test(words[at + 1] ?? '');
  const start = halved ? at + 1 : at;
  const factor = readFactor(words, start);
  const end = start + factor.length;
  const set = sets.get(words[end] ?? '');
  if (set === undefined || (halved && set !== 12)) return undefined;
  const length = end + (words[end + 1] === 'of' ? 2 : 1) - at;
  return { value: (set * factor.value) / (halved ? 2 : 1), length, repaired: false };
}

function readFactor(words: readonly string[], at: number): { value: number; length: number } {
  if (/^(?:a|the)$/.test(words[at] ?? '')) return { value: 1, length: 1 };
  return readCardinal(words, at) ?? { value: 1, length: 0 };
}

/** Digits, or thousands and what is below them: "two thousand and ten". */
function readCardinal(words: readonly string[], at: number): Spoken | undefined {
  const short = readThousands(words[at] ?? '');
  if (short) return short;
  let value = 0;
  let end = at;
  for (const scale of ['million', 'thousand', '']) {
    const group = readGroup(words, end, end > at);
    if (!group) break;
    const scaled = words[end + group.length] === scale;
    if (!scaled && scale !== '') continue;
    value += group.value * (scales.get(scale) ?? 1);
    end += group.length + Number(scaled);
  }
  return end > at ? { value, length: end - at, repaired: false } : undefined;
}

/** "12k" */
function readThousands(word: string): Spoken | undefined {
  const thousands = /^(\d{1,4})k$/.exec(word)?.[1];
  return thousands === undefined
    ? undefined
    : { value: Number(thousands) * 1000, length: 1, repaired: false };
}

type Part = { readonly value: number; readonly length: number };

/** What may stand before "thousand": digits, or hundreds and what is below them; "and" joins it to more before it. */
function readGroup(words: readonly string[], at: number, joined: boolean): Part | undefined {
  if (joined && words[at] === 'and') return lengthen(readBelowHundred(words, at + 1), 1);
  const head = readHead(words, at);
  if (!head || words[at + head.length] !== 'hundred') return head;
  const end = at + head.length + 1;
  const and = words[end] === 'and' ? 1 : 0;
  const rest = lengthen(readBelowHundred(words, end + and), and) ?? { value: 0, length: 0 };
  return { value: head.value * 100 + rest.value, length: head.length + 1 + rest.length };
}

function readHead(words: readonly string[], at: number): Part | undefined {
  const article = words[at] === 'a' && scales.has(words[at + 1] ?? '');
  if (article) return { value: 1, length: 1 };
  return readDigits(words, at) ?? readBelowHundred(words, at);
}

function lengthen(part: Part | undefined, by: number): Part | undefined {
  return part && { value: part.value, length: part.length + by };
}

function readDigits(words: readonly string[], at: number): Part | undefined {
  const digits = words[at] ?? '';
  return /^\d{1,7}$/.test(digits) ? { value: Number(digits), length: 1 } : undefined;
}

function readBelowHundred(words: readonly string[], at: number): Part | undefined {
  const teens = readTeens(words, at);
  if (teens) return teens;
  const word = words[at] ?? '';
  const ten = tens.get(word) ?? tensHeard.get(word);
  if (ten === undefined) return toPart(small.get(word));
  const unit = small.get(words[at + 1] ?? '') ?? toHeardUnit(words, at + 1);
  return unit > 0 && unit < 10 ? { value: ten + unit, length: 2 } : { value: ten, length: 1 };
}

function toPart(value: number | undefined): Part | undefined {
  return value === undefined ? undefined : { value, length: 1 };
}

/** "six team" */
function readTeens(words: readonly string[], at: number): Part | undefined {
  const word = words[at] ?? '';
  if (!teen.test(words[at + 1] ?? '')) return undefined;
  const unit = small.get(word) ?? 0;
  const value = beforeTeen.get(word) ?? (unit > 3 && unit < 10 ? unit + 10 : undefined);
  return value === undefined ? undefined : { value, length: 2 };
}

/** "sixty ate", and "sixty for" at the very end. */
function toHeardUnit(words: readonly string[], at: number): number {
  const word = words[at] ?? '';
  if (slight.test(word) && at < words.length - 1) return 0;
  return homophones.get(word) ?? 0;
}

function isNumeral(word: string): boolean {
  return small.has(word) || tens.has(word) || scales.has(word) || /^\d/.test(word);
}
