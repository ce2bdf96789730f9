import type { Lexicon } from './lexicon.ts';
import type { Found, Names } from './names.ts';
import type { Filling } from './slots.ts';
import { toSingular } from './singular.ts';

/** What some words are, and whether a name may go on after them. */
type Read = { readonly found: Found | undefined; readonly goesOn: boolean };

/** The parts of one utterance begin alike; more than a few utterances have is not remembered. */
const mostRead = 20_000;
const readings = new WeakMap<Names, Map<string, Read>>();
const none: readonly Filling[] = [];

/** Every name that is said from a place on, the longest first. */
export function readNames(
  names: Names | undefined,
  how: 'exact' | 'live',
  words: readonly string[],
  at: number,
  lexicon: Lexicon,
): readonly Filling[] {
  if (!names?.mayStart(words[at] ?? '')) return none;
  const known = knownOf(names);
  const fillings: Filling[] = [];
  const end = Math.min(words.length, at + names.longest);
  let text = '';
  for (let next = at; next < end; next += 1) {
    text = next === at ? (words[at] ?? '') : `${text} ${words[next]}`;
    const read = known.get(text) ?? readSpan(names, words.slice(at, next + 1), lexicon);
    known.set(text, read);
    if (read.found)
      fillings.push({
        value: read.found.value,
        length: next + 1 - at,
        how: toHow(read.found, how),
      });
    if (!read.goesOn) break;
  }
  return fillings.toReversed();
}

function knownOf(names: Names): Map<string, Read> {
  const known = readings.get(names) ?? new Map<string, Read>();
  if (known.size >= mostRead) known.clear();
  readings.set(names, known);
  return known;
}

function readSpan(names: Names, span: readonly string[], lexicon: Lexicon): Read {
  const singular = toSingular(span);
  const goesOn =
    span.length === 1 || names.mayBegin(span) || (singular.length > 0 && names.mayBegin(singular));
  return { found: findSpan(names, span, lexicon), goesOn };
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
