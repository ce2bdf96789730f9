import { describe, expect, it } from 'vitest';
import { createRecognize } from '../../src/conversation/recognize.ts';
import { judge } from './score.ts';
import { type Kind, kinds, loadSentences } from './sentences.ts';
import { loadWords } from './words.ts';

const words = loadWords();
const recognize = createRecognize(words);
const all = loadSentences();
const verdicts = all.map((sentence) => judge(sentence, recognize, words.risks));

const least: Readonly<Record<Kind, { readonly size: number; readonly right: number }>> = {
  paraphrases: { size: 600, right: 0.95 },
  mishearings: { size: 300, right: 0.9 },
  'out-of-scope': { size: 400, right: 0.98 },
  'near-misses': { size: 150, right: 1 },
};

describe.each(kinds)('%s', (kind) => {
  const ofKind = verdicts.filter(({ sentence }) => sentence.kind === kind);

  it(`has at least ${least[kind].size} sentences, each once, in two halves`, () => {
    const hear = all.filter((sentence) => sentence.kind === kind).map((sentence) => sentence.hear);
    expect(hear.length).toBeGreaterThanOrEqual(least[kind].size);
    expect(new Set(hear).size).toBe(hear.length);
  });

  it(`is right for ${least[kind].right * 100} % or more`, () => {
    const right = ofKind.filter((verdict) => verdict.right).length;
    expect(right / ofKind.length).toBeGreaterThanOrEqual(least[kind].right);
  });

  it('never changes anything that was not asked for', () => {
    const acted = ofKind.filter((verdict) => verdict.acted).map(({ sentence }) => sentence.hear);
    expect(acted).toEqual([]);
  });
});
