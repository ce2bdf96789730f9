import { z } from 'zod';
import type { Config } from '../config.ts';
import { post, reach } from './reach.ts';
import type { Print } from './serve.ts';

const replySchema = z.object({ text: z.string() });

export type SayOptions = {
  readonly session: string;
  readonly url?: string | undefined;
  readonly json?: boolean | undefined;
};

/** One turn: says a sentence and prints the answer. The same session goes on where it was left. */
export async function say(
  config: Config,
  text: string,
  { session, url, json = false }: SayOptions,
  print: Print,
): Promise<void> {
  const reached = await reach(config, url);
  try {
    const token = config.settings.HASHINETES_TOKEN?.reveal();
    const reply = await post(`${reached.url}/v1/turn`, { session, text }, token);
    print(json ? JSON.stringify(reply) : replySchema.parse(reply).text);
  } finally {
    await reached.close();
  }
}
