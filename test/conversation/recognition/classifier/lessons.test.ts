import { expect, it } from 'vitest';
import {
  toFeatures,
  toHash,
  toShaped,
} from '../../../../src/conversation/recognition/classifier/features.ts';
import {
  createToLabel,
  fromText,
  toText,
} from '../../../../src/conversation/recognition/classifier/labels.ts';
import { toLessons } from '../../../../src/conversation/recognition/classifier/lessons.ts';
import { readSentences } from '../../../../src/conversation/recognition/classifier/sentences.ts';
import { createLexicon, toLiterals } from '../../../../src/conversation/recognition/lexicon.ts';
import { loadWords } from '../../../recognition/words.ts';

const { scripts, lists } = loadWords();
const toLabel = createToLabel(scripts, lists);

it('puts what is a matter of yes or no into the label, and names and numbers not', () => {
  const label = toLabel('stack/destroy', { component: 'vault', 'with-data': 'yes' });
  expect(label).toBe('stack/destroy with-data=yes');
  expect(fromText(label)).toEqual({ intent: 'stack/destroy', slots: { 'with-data': 'yes' } });
  expect(toText(fromText(label))).toBe(label);
  expect(toLabel('nomad/scale-job', { job: 'ping', count: 5 })).toBe('nomad/scale-job');
  expect(toLabel(undefined, {})).toBe('none');
});

it('learns of every intent, from its words alone', () => {
  const { lessons } = toLessons(scripts, lists, createLexicon(lists, toLiterals(scripts)), []);
  const taught = new Set(lessons.map(({ label }) => fromText(label).intent));
  expect([...scripts.keys()].filter((intent) => !taught.has(intent))).toEqual([]);
});

it('reads the lines of a data set', () => {
  const text =
    'half\tintent\tslots\thear\ntune\tnomad/run-job\tjob=ping count=2\trun two pings\nreport\t-\t-\tsing\n';
  expect(readSentences(text)).toEqual([
    { half: 'tune', intent: 'nomad/run-job', slots: 'count=2 job=ping', hear: 'run two pings' },
    { half: 'report', intent: undefined, slots: '', hear: 'sing' },
  ]);
});

it('takes every word that it has not met for the same', () => {
  const shape = (word: string) =>
    toShaped({ shape: word, words: [word], kinds: [], concepts: [], skeletons: [''] });
  const isKnown = (hash: number): boolean => hash === toHash('stop');
  const features = (...words: readonly string[]) => toFeatures(words.map(shape), isKnown);
  expect(features('stop', 'foo')).toEqual(features('stop', 'bar'));
  expect(features('stop', 'foo')).not.toEqual(features('foo', 'stop'));
});
