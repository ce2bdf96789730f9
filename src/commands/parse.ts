import { createInterface } from 'node:readline';
import { toParse } from '../channels/http/parse.ts';
import type { Config } from '../config.ts';
import { openEar } from '../ear.ts';
import type { Print } from './serve.ts';

/** Prints what was understood of one sentence, without acting. */
export async function parse(config: Config, text: string, print: Print): Promise<void> {
  const ear = await openEar(config);
  print(JSON.stringify(toParse(ear.recognize(text, { names: ear.names })), undefined, 2));
}

/** One JSON line for each line read, in order. */
export async function parseLines(
  config: Config,
  input: NodeJS.ReadableStream,
  print: Print,
): Promise<void> {
  const ear = await openEar(config);
  for await (const text of createInterface({ input }))
    print(JSON.stringify({ text, ...toParse(ear.recognize(text, { names: ear.names })) }));
}
