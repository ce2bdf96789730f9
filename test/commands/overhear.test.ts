import { fileURLToPath } from 'node:url';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { talk } from '../../src/commands/talk.ts';
import { parseConfig } from '../../src/config.ts';
import { eventually, openHouse } from '../house.ts';

test('the talk prints what comes to its end without being asked', async () => {
  const jobs = fileURLToPath(new URL('../intents/nomad/jobs/', import.meta.url));
  const house = await openHouse({ HASHINETES_JOBS: jobs });
  try {
    await house.deployNomad();
    const input = new PassThrough();
    const output = new PassThrough();
    let printed = '';
    output.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const config = parseConfig({});
    const talking = talk({ config, url: house.url, input, output, isTerminal: false });
    for (const line of ['talk to hashinetes', 'run the steady job', 'twelve'])
      input.write(`${line}\n`);
    await eventually(async () => expect(printed).toMatch(/^12 steady tasks are running\./m));
    expect(printed.indexOf('Creating 12')).toBeLessThan(printed.indexOf('12 steady tasks are'));
    input.end();
    await talking;
  } finally {
    await house.close();
  }
}, 60_000);
