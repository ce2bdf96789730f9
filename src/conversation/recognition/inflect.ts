export type Form = 'base' | 's' | 'ing' | 'ed';

const irregular: ReadonlyMap<string, string> = new Map(
  Object.entries({
    bring: 'brought',
    build: 'built',
    do: 'done',
    find: 'found',
    get: 'got',
    give: 'given',
    kill: 'killed',
    make: 'made',
    put: 'put',
    read: 'read',
    run: 'run',
    send: 'sent',
    set: 'set',
    shut: 'shut',
    spin: 'spun',
    stand: 'stood',
    take: 'taken',
    tear: 'torn',
    tell: 'told',
    throw: 'thrown',
    undo: 'undone',
    blow: 'blown',
    cut: 'cut',
    grow: 'grown',
    show: 'shown',
    see: 'seen',
    shrink: 'shrunk',
    withdraw: 'withdrawn',
    wind: 'wound',
    lay: 'laid',
    write: 'written',
  }),
);

/** All forms of a verb or verb phrase: "set up" → sets up, setting up, set up. */
export function conjugate(phrase: string): readonly (readonly [Form, string])[] {
  const [verb = '', ...rest] = phrase.split(' ');
  const forms: readonly (readonly [Form, string])[] = [
    ['base', verb],
    ['s', toPlural(verb)],
    ['ing', toGerund(verb)],
    ['ed', irregular.get(verb) ?? toPast(verb)],
  ];
  return forms.map(([form, word]) => [form, [word, ...rest].join(' ')]);
}

const bases: ReadonlyMap<string, string> = new Map(
  Array.from(irregular, ([base, past]) => [past, base]),
);

/** What a word may be a form of; not all of these need be words. */
export function toBases(word: string): ReadonlySet<string> {
  const found = new Set([word, bases.get(word) ?? word]);
  const [, stem = '', ending = ''] = /^(.+?)(s|es|ies|ed|ied|ing|ying)$/.exec(word) ?? [];
  if (ending === '') return found;
  for (const cut of ['s', 'es', 'ed', 'ing'])
    if (word.endsWith(cut)) {
      const left = word.slice(0, -cut.length);
      found
        .add(left)
        .add(`${left}e`)
        .add(left.replace(/(.)\1$/, '$1'));
    }
  return found.add(`${stem}y`).add(`${stem}ie`);
}

/** The plural of a noun (its last word), which is also the third person of a verb. */
export function toPlural(noun: string): string {
  if (/(?:s|x|z|ch|sh)$/.test(noun)) return `${noun}es`;
  return /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

function toGerund(verb: string): string {
  if (verb.endsWith('ie')) return `${verb.slice(0, -2)}ying`;
  return /[^eoy]e$/.test(verb) ? `${verb.slice(0, -1)}ing` : `${toDoubled(verb)}ing`;
}

function toPast(verb: string): string {
  if (verb.endsWith('e')) return `${verb}d`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ied` : `${toDoubled(verb)}ed`;
}

/** "stop" → "stopp", but "deploy", "drain" and "open" stay. */
function toDoubled(verb: string): string {
  const single = /^[^aeiou]*[aeiou][^aeiouwxy]$/.test(verb) || /(?:rol|cel|nin)$/.test(verb);
  return single ? verb + verb.slice(-1) : verb;
}
