/** How numbers are said, and how they are heard. */

export const small: ReadonlyMap<string, number> = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
);
export const tens: ReadonlyMap<string, number> = new Map(
  'twenty thirty forty fifty sixty seventy eighty ninety'
    .split(' ')
    .map((word, index) => [word, (index + 2) * 10]),
);
export const tensHeard: ReadonlyMap<string, number> = new Map([
  ['twenny', 20],
  ['thirdy', 30],
  ['fourty', 40],
]);
export const scales: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['thousand', 1000],
  ['million', 1_000_000],
]);
export const sets: ReadonlyMap<string, number> = new Map([
  ['dozen', 12],
  ['couple', 2],
  ['pair', 2],
  ['single', 1],
]);
export const often: ReadonlyMap<string, number> = new Map([
  ['once', 1],
  ['twice', 2],
  ['thrice', 3],
]);
export const homophones: ReadonlyMap<string, number> = new Map([
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
  ['sics', 6],
  ['sevin', 7],
  ['ait', 8],
  ['hive', 5],
  ['tan', 10],
  ['thirsty', 30],
  ['nein', 9],
  ['tin', 10],
  ['twelfth', 12],
  ['twelf', 12],
  ['leven', 11],
  ['nighteen', 19],
]);
/** What may be heard of "-teen", and of what stands before it. */
export const teen = /^(?:teen|team|tin|ting|steen|tean)$/;
export const beforeTeen: ReadonlyMap<string, number> = new Map([
  ['for', 14],
  ['sicks', 16],
  ['ate', 18],
  ['nein', 19],
  ['thir', 13],
  ['fif', 15],
  ['fifth', 15],
  ['sick', 16],
  ['nigh', 19],
]);
/** Homophones that are small words as well, so that they are part of a number only at the very end: "sixty for". */
export const slight = /^(?:to|for)$/;
export const vague = new Set([
  'few',
  'several',
  'some',
  'half',
  'point',
  'negative',
  'minus',
  'percent',
  'th',
  'odd',
]);
