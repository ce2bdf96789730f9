import type { Lexicon } from './lexicon.ts';
import type { Found, Names } from './names.ts';
import type { Filling } from './slots.ts';
import { toSingular } from './singular.ts';

/** What some words are, and whether a name may go on after them. */
type Read = { readonly found: Found | undefined; readonly goesOn: boolean };

/** The parts of one utterance begin alike; more than a few utterances have is not remembered. */
const mostRead = 20_000;
const read = new WeakMap<Names, Map<string, Read>>();

/** Every name that is said from a place on, the longest first. */
export function readNames(
  names: Names | undefined,
  how: 'exact' | 'live',
  words: readonly string[],
  at: number,
  lexicon: Lexicon,
): readonly Filling[] {
  const fillings: Filling[] = [];
  if (!names?.mayBegin(words.slice(at, at + 1))) return fillings;
  const most = Math.min(names.longest, words.length - at);
  for (let length = 1; length <= most; length += 1) {
    const { found, goesOn } = readSpan(names, words.slice(at, at + length), lexicon);
    if (found) fillings.push({ value: found.value, length, how: toHow(found, how) });
    if (!goesOn) break;
  }
  return fillings.toReversed();
}

function readSpan(names: Names, span: readonly string[], lexicon: Lexicon): Read {
  const known = read.get(names) ?? new Map<string, Read>();
  read.set(names, known);
  const text = span.join(' ');
  const before = known.get(text);
  if (before) return before;
  const goesOn = span.length === 1 || names.mayBegin(span) || names.mayBegin(toSingular(span));
  const made = { found: findSpan(names, span, lexicon), goesOn };
  if (known.size >= mostRead) known.clear();
  known.set(text, made);
  return made;
}

function toHow({ repaired, own }: Found, how: 'exact' | 'live'): Filling['how'] {
  if (repaired && how === 'live') return 'sounding';
  if (repaired) return own ? 'repaired' : 'distant';
  return own || how === 'live' ? how : 'kin';
}

function findSpan(names: Names, span: readonly string[], lexicon: Lexicon): Found | undefined {
  const spelt = names.spelt(span) ?? names.spelt(toSingular(span));
  if (spelt) return spelt;
  const strange = span.some((word) => !lexicon.has(word));
  const plain = span.length > 1 && span.some((word) => names.spelt([word]));
  if (plain || (!strange && span.length === 1)) return undefined;
  if (span.some(lexicon.isLinking)) return names.sounding(span, 'same');
  const how = strange ? 'like' : 'near';
  return names.sounding(span, how) ?? names.sounding(toSingular(span), how);
}
