import { createInterface } from 'node:readline';
import { toParse } from '../channels/http/parse.ts';
import { openEar } from '../ear.ts';
import type { Print } from './serve.ts';

/** Prints what was understood of one sentence, without acting. */
export async function parse(jobs: URL, text: string, print: Print): Promise<void> {
  const ear = await openEar(jobs);
  print(JSON.stringify(toParse(ear.recognize(text, { names: ear.names })), undefined, 2));
}

/** One JSON line for each line read, in order. */
export async function parseLines(
  jobs: URL,
  input: NodeJS.ReadableStream,
  print: Print,
): Promise<void> {
  const ear = await openEar(jobs);
  for await (const text of createInterface({ input }))
    print(JSON.stringify({ text, ...toParse(ear.recognize(text, { names: ear.names })) }));
}
