import { describe, expect, it } from 'vitest';
import { createDoubts } from '../../../src/conversation/recognition/doubts.ts';
import { createLexicon, toLiterals } from '../../../src/conversation/recognition/lexicon.ts';
import { normalise } from '../../../src/conversation/recognition/normalise.ts';
import { loadWords } from '../../recognition/words.ts';

const { scripts, lists } = loadWords();
const lexicon = createLexicon(lists, toLiterals(scripts));
const doubts = createDoubts(lists, lexicon);
const toWords = (text: string) => normalise(text, lexicon.spellings).map((token) => token.text);

describe('bars a sentence from changing anything', () => {
  it.each([
    'they stopped the crawler',
    'she says deploy nomad',
    "I don't want you to undo that",
    'quote run the worker unquote',
    'stop the web job, actually forget it',
  ])('"%s"', (text) => expect(doubts.isBarred(toWords(text))).toBe(true));

  it.each(['stop the crawler', 'web is broken, stop it', 'the crawler hangs so stop it'])(
    'but not "%s"',
    (text) => expect(doubts.isBarred(toWords(text))).toBe(false),
  );
});

it.each([
  ['nomad was deployed in june', true],
  ['we scaled the crawler to eight', true],
  ['we set web to eight', false],
  ['i want nomad deployed', false],
])('tells whether "%s" is a report', (text, report) => {
  expect(doubts.isReport(toWords(text))).toBe(report);
});

it('hears that a sentence was broken off', () => {
  expect(doubts.isBrokenOff(toWords('deploy nomad with'))).toBe(true);
  expect(doubts.isBrokenOff(toWords('deploy nomad'))).toBe(false);
});
