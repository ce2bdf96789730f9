/** Spelling → sound, applied in order; capitals are sounds that two letters make. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/^(?:kn|gn|pn)/, 'n'],
  [/^wr/, 'r'],
  [/wh/g, 'w'],
  [/tch|ch/g, 'C'],
  [/ti(?=on)|ci(?=ou)|sh/g, 'S'],
  [/dg(?=[eiy])|j/g, 'J'],
  [/ph/g, 'f'],
  [/th/g, 'T'],
  [/(?:au|ou|ei|ai|i)gh(?=t|$)/g, 'a'],
  [/gh/g, 'g'],
  [/ck|q|c(?![eiy])/g, 'k'],
  [/c/g, 's'],
  [/x/g, 'ks'],
  [/ng(?=$|s|[^aeiouy])/g, 'N'],
  [/n(?=k)/g, 'N'],
  [/mb$/, 'm'],
  [/(?<=[a-zCSJTN]{2})(?:er|or|ar|re)$|(?<=^h)er$/, 'a'],
  [/(?<=[a-zCSJTN]{2})e(?=s?$)/, ''],
  [/ee|ea|ie|ey/g, 'i'],
  [/oo|ew|ue/g, 'u'],
  [/au|aw|oa|ow|ou/g, 'o'],
  [/ai|ay/g, 'e'],
  [/(?<=.)y/g, 'i'],
  [/(.)\1+/g, '$1'],
];

/** A rough transcription of how a word sounds in English. Digits stay as they are. */
export function toSound(word: string): string {
  return rules.reduce((sound, [pattern, by]) => sound.replace(pattern, by), word);
}

const vowels = 'aeiou';
/** Sounds that microphones confuse stand in one group. */
const groups = ['pb', 'td', 'kg', 'fv', 'szT', 'CSJ', 'mnN', 'w', 'r', 'l'];

const groupOf: ReadonlyMap<string, number> = new Map(
  groups.flatMap((group, index) => Array.from(group, (sound) => [sound, index] as const)),
);

const bones: ReadonlyMap<string, string> = new Map(
  Array.from('bcdfgjklmnpqrstvwxyzCSJTN0123456789', (letter) => [
    letter,
    groupOf.get(letter)?.toString(36) ?? `#${letter}`,
  ]),
);

/** Words with the same skeleton may be confused; vowels and h do not count, digits do. */
export function toSkeleton(sound: string): string {
  let skeleton = '';
  for (let at = 0; at < sound.length; at += 1) skeleton += bones.get(sound.charAt(at)) ?? '';
  return skeleton;
}

/** What it costs to miss a sound that is easily missed. */
const drops: Readonly<Record<string, number>> = { a: 0.6, e: 0.6, i: 0.6, o: 0.6, u: 0.6, h: 0.3 };

/** How unlike two sounds are: 0 is the same, 1 is nothing in common; infinite once it is more than `most`. */
export function toDistance(a: string, b: string, most = 1): number {
  const length = Math.max(a.length, b.length, 1);
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i += 1) {
    row = toNextRow(row, i, a.charAt(i), b);
    if (Math.min(...row) / length > most) return Infinity;
  }
  return (row[b.length] ?? 0) / length;
}

/** What it costs at least to make each beginning of `b` of one more sound. */
function toNextRow(row: readonly number[], i: number, left: string, b: string): number[] {
  const drop = drops[left] ?? 1;
  const next = [i + 1];
  for (let j = 0; j < b.length; j += 1) {
    const swapped = (row[j] ?? 0) + toSwap(left, b.charAt(j));
    const dropped = Math.min(row[j + 1] ?? 0, next[j] ?? 0) + drop;
    next.push(Math.min(swapped, dropped));
  }
  return next;
}

function toSwap(a: string, b: string): number {
  if (a === b) return 0;
  if (vowels.includes(a) && vowels.includes(b)) return 0.5;
  return groupOf.has(a) && groupOf.get(a) === groupOf.get(b) ? 0.4 : 1;
}
