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

it.each([
  ['run the wed job', 'nomad/run-job', 'web'],
  ['stop the trawler job', 'nomad/stop-job', 'crawler'],
])('takes "%s" for a wish about the only name that is one letter off', (text, intent, job) => {
  expect(recognize(text, { names })).toMatchObject({ intent, slots: { job } });
});

it('stops nothing that is not alive', () => {
  expect(recognize('stop the brewer job', { names }).kind).not.toBe('intent');
});

it('hears the longer of two names', () => {
  const services = (list: string) => (list === 'service' ? ['api', 'billing-api'] : []);
  expect(recognize('where is the building api', { names: services })).toMatchObject({
    slots: { service: 'billing-api' },
  });
});
