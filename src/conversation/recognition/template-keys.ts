import type { Lexicon } from './lexicon.ts';
import { toWords } from './normalise.ts';

const quickParts = /\[[^\]]*\]|\([^)]*\)|\{[^}]*\}|[^\s[\](){}]+/g;
const slowParts = /\[[^\]]*\]|\([^)]*\)|\{[^}]*\}|[^[\](){}]+/g;
const plain = /^[a-z]+$/;
const groups = /\[[^[\](){}\n]*\]|\([^[\](){}\n]*\)|\{[a-z][a-z-]*\}/g;

/**
 * Whether templates, a line each, are so simple that they can not be broken: nothing nested, nothing but words in
 * brackets.
 */
export function areFlat(templates: string): boolean {
  return !/[[\](){}|]/.test(templates.replaceAll(groups, ''));
}

/** One part of a template that must be heard: words of which one at least is said, or understood. */
export type Key = readonly string[];

/**
 * The parts of a template that must be heard, told from its text alone, before it is compiled. Which words may be
 * left out is first told from `faint`, the words of all phrases without meaning; only where that leaves nothing, by
 * looking for the phrases themselves.
 */
export function toKeys(template: string, lexicon: Lexicon, harmless: boolean): readonly Key[] {
  if (!areFlat(template)) return [];
  const { faint } = lexicon;
  const keys = toQuickKeys(template, (word) => !faint.has(word) && plain.test(word));
  return keys.length > 0 ? keys : toSlowKeys(template, lexicon, harmless);
}

function toQuickKeys(template: string, isKey: (word: string) => boolean): readonly Key[] {
  const keys: Key[] = [];
  for (const part of template.match(quickParts) ?? []) {
    const mark = part.charAt(0);
    if (mark === '[' || mark === '{') continue;
    if (mark === '(') {
      const key = toOptions(part).map((option) => option.split(' ').find(isKey) ?? '');
      if (!key.includes('')) keys.push(key);
    } else if (isKey(part)) keys.push([part]);
  }
  return keys;
}

function toSlowKeys(template: string, lexicon: Lexicon, harmless: boolean): readonly Key[] {
  const keys: Key[] = [];
  for (const part of template.match(slowParts) ?? []) {
    if (/^[[{]/.test(part)) continue;
    if (part.startsWith('(')) {
      const key = toOptions(part).map((option) => {
        const words = toWords(option.trim(), lexicon.spellings);
        return toTelling(words, lexicon, harmless)[0] ?? words[0] ?? '';
      });
      if (!key.includes('')) keys.push(key);
    } else {
      const words = toWords(part.trim(), lexicon.spellings);
      for (const word of toTelling(words, lexicon, harmless)) keys.push([word]);
    }
  }
  return keys;
}

function toOptions(group: string): readonly string[] {
  return group.slice(1, -1).split('|');
}

/** The words that carry meaning. */
function toTelling(
  words: readonly string[],
  lexicon: Lexicon,
  harmless: boolean,
): readonly string[] {
  const telling: string[] = [];
  for (let at = 0; at < words.length;) {
    const light = lexicon.lightAt(words, at, harmless);
    if (light === 0) telling.push(words[at] ?? '');
    at += Math.max(1, light);
  }
  return telling;
}
