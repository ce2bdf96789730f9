export type Spoken = {
  readonly value: number;
  /** How many words it took. */
  readonly length: number;
  /** It was heard as another word that sounds the same: "for", "won". */
  readonly repaired: boolean;
};

const small: ReadonlyMap<string, number> = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
);
const tens: ReadonlyMap<string, number> = new Map(
  'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, index) => [word, (index + 2) * 10]),
);
const scales: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['thousand', 1000],
  ['million', 1_000_000],
]);
const sets: ReadonlyMap<string, number> = new Map([
  ['dozen', 12],
  ['couple', 2],
  ['pair', 2],
  ['single', 1],
]);
const often: ReadonlyMap<string, number> = new Map([
  ['once', 1],
  ['twice', 2],
  ['thrice', 3],
]);
const homophones: ReadonlyMap<string, number> = new Map([
  ['to', 2],
  ['too', 2],
  ['for', 4],
  ['fore', 4],
  ['won', 1],
  ['wan', 1],
  ['ate', 8],
  ['tree', 3],
  ['free', 3],
  ['fife', 5],
  ['sex', 6],
  ['sicks', 6],
  ['nein', 9],
  ['tin', 10],
  ['twelfth', 12],
  ['fourty', 40],
]);
const vague = new Set(['few', 'several', 'some', 'half', 'point', 'negative', 'percent', 'th', 'odd']);
const limit = 1_000_000;

/**
 * Reads the number that starts at `at`: digits or words, zero to a million, "two dozen", "twelve hundred",
 * "thrice". Nothing for a vague or broken one ("a few", "two point five", "twenty twelve").
 */
export function readNumber(words: readonly string[], at: number): Spoken | undefined {
  const spoken = readOften(words, at) ?? readSets(words, at) ?? readCardinal(words, at);
  if (!spoken || spoken.value > limit) return undefined;
  const next = words[at + spoken.length] ?? '';
  const previous = words[at - 1] ?? '';
  const broken = isNumeral(next) || vague.has(next) || vague.has(previous);
  return broken ? undefined : spoken;
}

/** A word that sounds like a number, where only a number makes sense. */
export function readHomophone(words: readonly string[], at: number): Spoken | undefined {
  const value = homophones.get(words[at] ?? '');
  return value === undefined ? undefined : { value, length: 1, repaired: true };
}

function readOften(words: readonly string[], at: number): Spoken | undefined {
  const value = often.get(words[at] ?? '');
  return value === undefined ? undefined : { value, length: 1, repaired: false };
}

function readSets(words: readonly string[], at: number): Spoken | undefined {
  if (words[at] === 'half' && words[at + 1] === 'a' && words[at + 2] === 'dozen')
    return { value: 6, length: 3, repaired: false };
  const article = words[at] === 'a' || words[at] === 'the';
  const factor = article ? { value: 1, length: 1 } : readCardinal(words, at);
  const start = at + (factor?.length ?? 0);
  const set = sets.get(words[start] ?? '');
  if (set === undefined) return undefined;
  const of = words[start + 1] === 'of' ? 1 : 0;
  return { value: set * (factor?.value ?? 1), length: start + 1 + of - at, repaired: false };
}

function readCardinal(words: readonly string[], at: number): Spoken | undefined {
  const first = words[at] ?? '';
  if (/^\d{1,7}$/.test(first) && !scales.has(words[at + 1] ?? ''))
    return { value: Number(first), length: 1, repaired: false };
  if (/^\d{1,4}k$/.test(first))
    return { value: Number(first.slice(0, -1)) * 1000, length: 1, repaired: false };
  return readWords(words, at);
}

function readWords(words: readonly string[], at: number): Spoken | undefined {
  let index = at;
  let total = 0;
  let group: number | undefined;
  let room = limit; // the next part must be smaller than what was said last
  if (words[index] === 'a' && scales.has(words[index + 1] ?? '')) {
    group = 1;
    index += 1;
  }
  for (;;) {
    const joined = words[index] === 'and' && index > at && (group ?? total) >= 100 ? 1 : 0;
    const word = words[index + joined] ?? '';
    const scale = scales.get(word);
    const part = small.get(word) ?? tens.get(word) ?? (/^\d{1,3}$/.test(word) ? Number(word) : undefined);
    if (scale !== undefined && joined === 0 && (group ?? 0) > 0) {
      const value = (group ?? 0) * scale;
      if (scale === 100) group = value;
      else {
        total += value;
        group = undefined;
      }
      room = scale;
      index += 1;
    } else if (part !== undefined && part < room && (joined === 1 || isOpen(group, part))) {
      group = (group ?? 0) + part;
      room = tens.has(word) ? 10 : 1;
      index += 1 + joined;
    } else break;
    if (room === 1) room = scales.has(words[index] ?? '') ? limit : 0;
  }
  if (index === at) return undefined;
  return { value: total + (group ?? 0), length: index - at, repaired: false };
}

function isOpen(group: number | undefined, part: number): boolean {
  if (group === undefined || group === 0) return true;
  return group % 100 === 0 || (group % 10 === 0 && group % 100 >= 20 && part > 0 && part < 10);
}

function isNumeral(word: string): boolean {
  return small.has(word) || tens.has(word) || scales.has(word) || /^\d/.test(word);
}
