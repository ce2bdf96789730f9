import { isPhrase } from './expand.ts';
import { toFirst } from './phrases.ts';
import { type Node, parseTemplate } from './templates.ts';

/** The words with which a template may begin. */
export function toFirstWords(
  template: string,
  spellings: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  if (isPhrase(template)) return new Set([toFirst(template, spellings)]);
  return toPlainFirsts(template, spellings) ?? toFirsts(parseTemplate(template), spellings).words;
}

/** Those of a template that has no choice there but between phrases, told without taking it apart. */
function toPlainFirsts(
  template: string,
  spellings: ReadonlyMap<string, string>,
): ReadonlySet<string> | undefined {
  const [, phrases, word] = /^(?:\(([^[\]()]+)\)|([^\s[\]()]+))/.exec(template) ?? [];
  const options = phrases?.split('|') ?? (word === undefined ? [] : [word]);
  if (options.length === 0 || options.includes('')) return undefined;
  return new Set(options.map((phrase) => toFirst(phrase.trim(), spellings)));
}

/** `mayBeNothing` when it may be said with no word at all. */
type Firsts = { readonly words: ReadonlySet<string>; readonly mayBeNothing: boolean };

function toFirsts(nodes: readonly Node[], spellings: ReadonlyMap<string, string>): Firsts {
  const words = new Set<string>();
  for (const node of nodes) {
    if (node.kind !== 'choice')
      return { words: words.add(toFirst(node.text, spellings)), mayBeNothing: false };
    const options = node.options.map((option) => toFirsts(option, spellings));
    for (const option of options) for (const word of option.words) words.add(word);
    if (!options.some(({ mayBeNothing }) => mayBeNothing)) return { words, mayBeNothing: false };
  }
  return { words, mayBeNothing: true };
}
