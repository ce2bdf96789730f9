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

/**
 * One turn: says a sentence and prints the answer. The same session goes on where it was left. A run that nobody else
 * carries is carried to its end, and what came of it is printed too.
 */
export async function say(
  config: Config,
  text: string,
  { session, url, json = false }: SayOptions,
  print: Print,
): Promise<void> {
  const reached = await reach(config, url);
  try {
    const token = config.settings.HASHINETES_TOKEN?.reveal();
    const turn = async (body: object): Promise<void> => {
      const reply = await post(`${reached.url}/v1/turn`, { session, ...body }, token);
      print(json ? JSON.stringify(reply) : replySchema.parse(reply).text);
    };
    await turn({ text });
    if (await reached.settled()) await turn({ intent: 'stack/progress', slots: {} });
  } finally {
    await reached.close();
  }
}
