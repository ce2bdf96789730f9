import { createRecognize } from '../src/conversation/recognize.ts';
import { judge } from '../test/recognition/score.ts';
import { loadSentences, type Sentence } from '../test/recognition/sentences.ts';
import { loadWords } from '../test/recognition/words.ts';

/** Letters whose sounds microphones confuse. */
const confusions: ReadonlyMap<string, string> = new Map(
  ['pb', 'td', 'kg', 'fv', 'sz', 'mn'].flatMap((pair) => {
    const [a = '', b = ''] = Array.from(pair);
    return [[a, b] as const, [b, a] as const];
  }),
);

const words = loadWords();
const recognize = createRecognize(words);
const spoken = loadSentences()
  .filter(({ kind, half }) => kind === 'paraphrases' && half === 'report')
  .filter(({ intent }) => intent !== undefined && words.scripts.has(intent));
const verdicts = spoken.flatMap(garble).map((sentence) => judge(sentence, recognize, words.risks));
const right = verdicts.filter((verdict) => verdict.right).length;
const acted = verdicts.filter((verdict) => verdict.acted);

process.stdout.write(
  [
    'No speech recogniser is at hand, so nothing was spoken: one sound of one name was confused per sentence.',
    `${verdicts.length} sentences, ${((100 * right) / verdicts.length).toFixed(1)} % understood`,
    `${acted.length} wrong writes${acted.map(({ sentence }) => `\n  ${sentence.hear}`).join('')}`,
    '',
  ].join('\n'),
);

/** Every sentence with one consonant of one slot value confused, once per consonant. */
function garble(sentence: Sentence): readonly Sentence[] {
  const values = sentence.slots.split(' ').map((slot) => slot.split('=')[1] ?? '');
  const names = values.filter(
    (value) => /^[a-z]{4,}$/.test(value) && sentence.hear.includes(value),
  );
  return names.flatMap((name) =>
    Array.from(name).flatMap((letter, at) => {
      const other = confusions.get(letter);
      if (other === undefined) return [];
      const heard = name.slice(0, at) + other + name.slice(at + 1);
      return [{ ...sentence, hear: sentence.hear.replace(name, heard) }];
    }),
  );
}
