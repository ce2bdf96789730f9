import { expect, it } from 'vitest';
import { createReadSlot } from '../../../src/conversation/recognize.ts';
import { loadWords } from '../../recognition/words.ts';

const read = createReadSlot(loadWords().lists);
const names = (list: string) => (list === 'job' ? ['batch-etl', 'web'] : []);

it.each([
  ['number', 12, 12],
  ['number', '12', 12],
  ['number', ' 1,000 ', 1000],
  ['number', 'a dozen', 12],
  ['number', 'twelve times', 12],
  ['number', 'to', 2],
  ['component', 'Nomad', 'nomad'],
  ['component', 'no mad', 'nomad'],
  ['component', 'the console', 'consul'],
  ['tone', 'sarcastic', 'snarky'],
  ['job', 'pink', 'ping'],
  ['job', 'the batch e t l job', 'batch-etl'],
  ['job', 'Backup', 'backup'],
  ['job', 'my-job_2', 'my-job_2'],
])('reads a %s from %j', (type, raw, value) => expect(read(type, raw, { names })).toBe(value));

it.each([
  ['number', 'a few'],
  ['number', -1],
  ['number', 1.5],
  ['number', 'nomad'],
  ['number', {}],
  ['component', 'elasticsearch'],
  ['component', 3],
  ['job', 'rm -rf / ; echo'],
  ['job', ''],
])('reads no %s from %j', (type, raw) => expect(read(type, raw, { names })).toBeUndefined());
