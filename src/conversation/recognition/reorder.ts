import type { Lexicon } from './lexicon.ts';
import type { Licence } from './match.ts';
import type { Token } from './normalise.ts';
import { readNumber } from './numbers.ts';
import type { Core } from './wrapping.ts';

const particles = new Set(
  'up down out off away over back apart online offline going in running started loose moving rolling live'.split(
    ' ',
  ),
);
/** These begin a tail of several words only: "put ping to sleep". */
const tails = new Set('on to into under out a'.split(' '));
const longestTail = 4;
const licences = ['base', 'ing', 'ed'] as const;
const modals = new Set(
  'needs need wants want has have ought must should is are requires require could'.split(' '),
);
const objects = new Set(['it', 'that', 'this', 'one', 'them', 'those', 'these']);
/** Which form of a verb follows: "needs draining", "has to stop", "must be stopped". */
const needing: readonly (readonly [RegExp, Licence])[] = [
  [
    /^(?:(?:needs?|wants?|ha(?:s|ve)(?: got)?|ought) to|must|should|(?:is|are) to) be (?!.*\b(?:already|now)$)/,
    'ed',
  ],
  [/^(?:(?:needs?|wants?|ha(?:s|ve)(?: got)?) to|must) (?!be )/, 'base'],
  [/^(?:needs?|wants?|requires?|could (?:do with|use)) (?!to )/, 'ing'],
  [/^(?:needs?|wants?|requires?) (?!to )/, 'ed'],
];

const shortenings = [toTargeted, toChosen, toPlain] as const;
const changes = [toJoined, toFronted, toNeeded, toActive, toLevelled] as const;

/** A sentence and the other orders of the same words that it may stand for. */
export function reorder(core: Core, lexicon: Lexicon): readonly Core[] {
  const wholes = [core, ...shortenings.flatMap((shorten) => shorten(core) ?? [])];
  const others = wholes.flatMap((whole) =>
    changes.flatMap((change) => change(whole, lexicon) ?? []),
  );
  return wholes.concat(others);
}

/** "bring nomad up" → "bring up nomad", "put ping to sleep" → "put to sleep ping". */
function toJoined(core: Core, lexicon: Lexicon): Core | undefined {
  const [verb, ...rest] = core.tokens;
  if (!verb) return undefined;
  for (let at = 1; at < rest.length; at += 1) {
    const word = rest[at]?.text ?? '';
    const shortest = particles.has(word) ? 1 : 2;
    if (shortest > 1 && !tails.has(word)) continue;
    for (let end = Math.min(rest.length, at + longestTail); end >= at + shortest; end -= 1) {
      const tail = rest.slice(at, end);
      if (toForm([verb, ...tail], lexicon) !== undefined)
        return { ...core, tokens: [verb, ...tail, ...rest.slice(0, at), ...rest.slice(end)] };
    }
  }
  return undefined;
}

/** "nomad please deploy it" and "consul cluster set one up" → "deploy nomad", "set up consul cluster". */
function toFronted(core: Core, lexicon: Lexicon): Core | undefined {
  const { tokens } = core;
  const last = tokens.length - 1;
  const at = objects.has(tokens[last]?.text ?? '') ? last : last - 1;
  const particle = tokens.slice(at + 1);
  if (!objects.has(tokens[at]?.text ?? '') || core.licence !== 'base') return undefined;
  for (let start = Math.max(1, at - 3); start < at; start += 1) {
    const verb = [...tokens.slice(start, at), ...particle];
    if (isVerb(verb, lexicon))
      return { ...core, tokens: [...verb, ...trimEnd(tokens.slice(0, start))], asked: true };
  }
  return undefined;
}

/** "client 3 needs draining" and "ping has to be stopped" → "draining client 3", "stopped ping". */
function toNeeded(core: Core, lexicon: Lexicon): Core | undefined {
  const { tokens } = core;
  if (core.licence !== 'base') return undefined;
  for (let at = 1; at < tokens.length - 1; at += 1) {
    if (!modals.has(tokens[at]?.text ?? '')) continue;
    const said = tokens
      .slice(at)
      .map(({ text }) => text)
      .join(' ');
    for (const [pattern, form] of needing) {
      const modal = pattern.exec(said)?.[0];
      const needed = modal && toOrder(core, at, at + modal.trim().split(' ').length, form, lexicon);
      if (needed) return needed;
    }
  }
  return undefined;
}

/** What is said from `start` on, up to the end of its verb, is done to what is said before `at`. */
function toOrder(
  core: Core,
  at: number,
  start: number,
  form: Licence,
  lexicon: Lexicon,
): Core | undefined {
  const { tokens } = core;
  for (let end = tokens.length; end > start; end -= 1) {
    const verb = tokens.slice(start, end);
    if (toForm(verb, lexicon, form) === undefined) continue;
    const reordered = [...verb, ...tokens.slice(0, at), ...tokens.slice(end)];
    return { ...core, tokens: reordered, licence: form, asked: true };
  }
  return undefined;
}

/** "can the jobs be shown" → "shown the jobs": only a question, because "could nomad be scaled" is one as well. */
function toActive(core: Core, lexicon: Lexicon): Core | undefined {
  const { tokens } = core;
  if (!/^(?:can|could|may)$/.test(tokens[0]?.text ?? '') || core.licence !== 'base')
    return undefined;
  const be = tokens.findIndex(({ text }) => text === 'be');
  if (be < 2) return undefined;
  const active = toOrder({ ...core, tokens: tokens.slice(1) }, be - 1, be, 'ed', lexicon);
  return active && { ...active, harmless: true };
}

/** "shrink consul down to three" → "shrink consul to three". */
function toLevelled(core: Core): Core | undefined {
  const { tokens } = core;
  const to = tokens.findIndex(({ text }, at) => at > 1 && text === 'to');
  const level = tokens[to - 1]?.text ?? '';
  if (to < 0 || !/^(?:up|down|back)$/.test(level)) return undefined;
  return { ...core, tokens: [...tokens.slice(0, to - 1), ...tokens.slice(to)] };
}

/** "scale consul from three to five" → "scale consul to five". */
function toTargeted(core: Core): Core | undefined {
  const words = core.tokens.map(({ text }) => text);
  const from = words.indexOf('from');
  const number = from < 1 ? undefined : readNumber(words, from + 1);
  if (!number) return undefined;
  const next = from + 1 + number.length;
  const to = words.indexOf('to', next);
  if (to < 0 || to > next + 2) return undefined;
  return { ...core, tokens: [...core.tokens.slice(0, from), ...core.tokens.slice(to)] };
}

/** "… on five servers instead of three" → "… on five servers". */
function toChosen(core: Core): Core | undefined {
  const words = core.tokens.map(({ text }) => text);
  const at = words.findIndex((_, start) =>
    /^(?:instead of|rather than|not) /.test(words.slice(start, start + 3).join(' ')),
  );
  if (at < 2) return undefined;
  const number = at + (words[at] === 'not' ? 1 : 2);
  const other = readNumber(words, number);
  if (!other || number + other.length + 1 < words.length) return undefined;
  return { ...core, tokens: core.tokens.slice(0, at) };
}

/** "stop web by killing it" → "stop web": how is not ours to choose. */
function toPlain(core: Core): Core | undefined {
  const by = core.tokens.findLastIndex(({ text }) => text === 'by');
  const [, verb, ...rest] = by < 2 ? [] : core.tokens.slice(by);
  const last = rest.at(-1)?.text ?? '';
  if (!verb?.text.endsWith('ing') || rest.length > 2 || !objects.has(last)) return undefined;
  return { ...core, tokens: core.tokens.slice(0, by) };
}

function trimEnd(tokens: readonly Token[]): readonly Token[] {
  const last = tokens.at(-1)?.text ?? '';
  return /^(?:please|and|then|so|just)$/.test(last) ? tokens.slice(0, -1) : tokens;
}

function isVerb(tokens: readonly Token[], lexicon: Lexicon): boolean {
  return toForm(tokens, lexicon) === 'base';
}

/** The form of the verb that exactly these words are. */
function toForm(tokens: readonly Token[], lexicon: Lexicon, wanted?: Licence): Licence | undefined {
  const words = tokens.map(({ text }) => text);
  const forms = new Set<string>();
  for (const { concept, how, length } of lexicon.readAt(words, 0)) {
    const [head = '', form = 'base'] = concept.split(':');
    const isWhole = length === words.length && how !== 'repaired';
    if (isWhole && lexicon.isVerb(head)) forms.add(form);
  }
  return licences.find((one) => forms.has(one) && (wanted ?? one) === one);
}
