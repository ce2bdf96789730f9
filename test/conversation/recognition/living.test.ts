import { expect, it } from 'vitest';
import { createRecognize } from '../../../src/conversation/recognize.ts';
import { loadWords } from '../../recognition/words.ts';

const recognize = createRecognize(loadWords());
const names = (list: string) => (list === 'job' ? ['crawler', 'web', 'ping'] : []);

it.each([
  ['how is the trawler job doing', 'crawler'],
  ['how is the wed job doing', 'web'],
  ['how is the backup job doing', 'backup'],
])('asks in "%s" about %s', (text, job) => {
  expect(recognize(text, { names })).toMatchObject({ intent: 'nomad/job-status', slots: { job } });
});

it('stops nothing that was only like a name', () => {
  expect(recognize('stop the trawler job', { names }).kind).not.toBe('intent');
});
