import { enumerate } from './enumerate.ts';
import type { Phrase } from './script.ts';

export type Tone = 'snarky' | 'plain';

/** How often each phrasing was used in a session, so that the next one is another. */
export type Used = ReadonlyMap<string, number>;

/** What is undefined is unknown, and of an empty list there is nothing to say: phrasings that need it are passed over. */
export type SayableFacts = Readonly<
  Record<string, string | number | readonly string[] | undefined>
>;

export type Said = { readonly speech: string; readonly used: Used };

export type Voice = {
  /** One phrasing of the facts and, unless the tone is plain, one quip. */
  readonly say: (phrase: Phrase, facts: SayableFacts, tone: Tone, used: Used) => Said;
};

const usedLimit = 300;

/** How what is called by a common noun is spoken of: `database` is "the database". */
export type Titles = Readonly<Record<string, string>>;

export type VoiceOptions = { readonly random: () => number; readonly titles?: Titles };

export function createVoice({ random, titles = {} }: VoiceOptions): Voice {
  function choose(options: readonly string[], used: Used): string {
    const times = (option: string): number => used.get(option) ?? 0;
    const least = Math.min(...options.map(times));
    const fresh = options.filter((option) => times(option) === least);
    return fresh[Math.floor(random() * fresh.length)] ?? '';
  }

  return {
    say({ say, quip = [] }, facts, tone, used) {
      const sayable = fullest(say.filter((line) => missing(line, facts).length === 0));
      if (sayable.length === 0)
        throw new Error(
          `No phrasing fits the facts: "${say[0]}" lacks ${missing(say[0] ?? '', facts).join(', ')}`,
        );
      const fitting =
        tone === 'plain' ? [] : quip.filter((line) => missing(line, facts).length === 0);
      const chosen = [
        choose(sayable, used),
        ...(fitting.length > 0 ? [choose(fitting, used)] : []),
      ];
      return {
        speech: chosen.map((line) => fill(line, facts, titles)).join(' '),
        used: count(chosen, used),
      };
    },
  };
}

function count(chosen: readonly string[], used: Used): Used {
  const next = new Map(used.size > usedLimit ? [] : used);
  for (const line of chosen) next.set(line, (next.get(line) ?? 0) + 1);
  return next;
}

const placeholder = /\{([\w-]+)(?:([:#])((?:[^{}]|\{\w+\})*))?\}/g;
const small = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** The lines that tell most: one that leaves out what is known is for when it is not. */
function fullest(lines: readonly string[]): readonly string[] {
  const most = Math.max(...lines.map(countFacts));
  return lines.filter((line) => countFacts(line) === most);
}

function countFacts(line: string): number {
  return new Set(Array.from(line.matchAll(/\{([\w-]+)/g), ([, name]) => name)).size;
}

/** The facts a line needs and does not get. */
export function missing(line: string, facts: SayableFacts): readonly string[] {
  const needed = Array.from(line.matchAll(placeholder), ([, name = '']) => name);
  return needed.filter((name) => {
    const fact = facts[name];
    return fact === undefined || (isList(fact) && fact.length === 0);
  });
}

/**
 * Puts facts in place: `{n}` as it is, `{n:task|tasks}` with its noun, `{n#is|are}` the word alone,
 * `{n:word}` spelled out up to twelve, `{x:name}` with a capital, `{x:title}` by its title where it has one: a name
 * that has one is a common noun. A flag's words are those for yes, no and unknown. A noun may hold facts of its own.
 * A list is enumerated, joined by "and" or, as `{names:or}`, by another word; for a noun its length counts.
 */
export function fill(line: string, facts: SayableFacts, titles: Titles = {}): string {
  const begun = line.replaceAll(/(?<=[.!?] )\{[\w-]+:title\}/g, (title) =>
    capital(place(title, facts, titles)),
  );
  const filled = place(begun, facts, titles);
  return line.startsWith('{') ? capital(filled) : filled;
}

function place(line: string, facts: SayableFacts, titles: Titles): string {
  return line.replaceAll(placeholder, (_whole, name: string, mark?: string, form = '') => {
    const fact = facts[name] ?? '';
    const isCounted = mark === '#' || form.includes('|');
    if (!isList(fact)) return isCounted ? toCount(fact) : toWord(fact, form, titles);
    return isCounted ? toCount(fact.length) : toNames(fact, form, titles);

    function toCount(value: string | number): string {
      const noun = place(toNoun(form, value), facts, titles);
      return mark === '#' ? noun : `${value === 0 ? 'no' : value} ${noun}`;
    }
  });
}

/** As it is, spelled out, with a capital, or with a noun that is the same for every number. */
function toWord(value: string | number, form: string, titles: Titles): string {
  if (form === '') return String(value);
  if (form === 'word') return spell(value);
  if (form === 'name' || form === 'title') return toTitle(String(value), form, titles);
  return `${value === 0 ? 'no' : value} ${form}`;
}

function toTitle(value: string, form: 'name' | 'title', titles: Titles): string {
  const title = titles[value];
  if (title === undefined) return capital(value);
  return form === 'title' ? title : value;
}

function isList(fact: NonNullable<SayableFacts[string]>): fact is readonly string[] {
  return typeof fact === 'object';
}

function toNames(names: readonly string[], form: string, titles: Titles): string {
  if (form === 'name' || form === 'title')
    return enumerate(names.map((name) => toTitle(name, form, titles)));
  return enumerate(names, form === '' ? 'and' : form);
}

function toNoun(form: string, value: string | number): string {
  const [one = '', many = one, unknown = many] = form.split('|');
  if (value === 'unknown') return unknown;
  return value === 1 || value === 'yes' ? one : many;
}

function spell(value: string | number): string {
  return typeof value === 'number' ? (small[value] ?? String(value)) : value;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
