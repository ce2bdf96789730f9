import { expect, it } from 'vitest';
import { gather } from '../../../../src/conversation/recognition/classifier/gather.ts';
import { createLexicon, toLiterals } from '../../../../src/conversation/recognition/lexicon.ts';
import { normalise } from '../../../../src/conversation/recognition/normalise.ts';
import { createSlots } from '../../../../src/conversation/recognition/slots.ts';
import { names } from '../../../recognition/sentences.ts';
import { loadWords } from '../../../recognition/words.ts';

const { scripts, lists } = loadWords();
const lexicon = createLexicon(lists, toLiterals(scripts));
const readFillings = createSlots(lists, lexicon, scripts)({ names });

function hear(intent: string, text: string, told = {}) {
  const script = scripts.get(intent);
  if (!script) throw new Error(`There is no ${intent}.`);
  return gather(intent, script, told, normalise(text, lexicon.spellings), readFillings, lexicon);
}

it.each([
  ['nomad/scale-job', 'there ought to be seven of the web job', { job: 'web', count: 7 }],
  ['nomad/scale-job', 'from three to five pings', { job: 'ping', count: 5 }],
  ['nomad/scale-job', 'fifteen pings instead of twelve', { job: 'ping', count: 15 }],
  ['nomad/run-job', 'run web, six, no, make that eight of them', { job: 'web', count: 8 }],
  ['nomad/run-job', 'the ping job, we have five minutes', { job: 'ping' }],
  ['nomad/drain-node', 'the work off client three', { node: 'client-3' }],
  ['stack/deploy', 'a vault with free servers', { component: 'vault', servers: 3 }],
  ['stack/deploy', 'guests come at three, a nomad please', { component: 'nomad' }],
  ['stack/scale', 'not nomad but vault to five', { component: 'vault', servers: 5 }],
])('finds what %s needs in "%s"', (intent, text, slots) => {
  expect(hear(intent, text)).toMatchObject({ slots });
});

it('counts what was not said plainly', () => {
  expect(hear('stack/status', 'how is vault')).toMatchObject({ repaired: 0 });
  expect(hear('stack/status', 'how is the fault')).toMatchObject({ repaired: 1 });
});

it('says what has to be asked for', () => {
  expect(hear('nomad/stop-job', 'stop a job')).toEqual({
    slots: {},
    repaired: 0,
    missing: ['job'],
  });
});

it('takes neither of two values', () => {
  expect(hear('nomad/stop-job', 'stop ping and web')).toBeUndefined();
});

it('holds what the whole sentence told against its words', () => {
  expect(hear('stack/destroy', 'vault', { 'with-data': 'yes' })).toMatchObject({
    slots: { component: 'vault', 'with-data': 'yes' },
  });
  expect(hear('stack/destroy', 'vault but keep its data', { 'with-data': 'yes' })).toBeUndefined();
});
