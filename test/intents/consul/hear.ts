import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { expect } from 'vitest';
import { scriptSchema } from '../../../src/conversation/script.ts';
import { createVoice } from '../../../src/conversation/voice.ts';
import type { Context, Intent, Outcome } from '../../../src/intent.ts';
import type { Consul } from '../../../src/platforms/consul/consul.ts';

export type Heard = Outcome<string> & { readonly speech: string };

/** Does a deed against a Consul, and says what comes of it in the first phrasing, without a quip. */
export async function hear(
  name: string,
  consul: Consul,
  slots: Readonly<Record<string, string>> = {},
): Promise<Heard> {
  const module: { default: Intent } = await import(`../../../src/intents/consul/${name}.ts`);
  const words = new URL(`../../../intents/consul/${name}.yaml`, import.meta.url);
  const script = scriptSchema.parse(parse(await readFile(words, 'utf8')));
  expect(Object.keys(script.replies)).toEqual(module.default.replies);
  const context = { consul } as Context;
  const outcome = await module.default.run(module.default.slots.parse(slots), context);
  const phrase = script.replies[outcome.reply] ?? expect.fail(`no words for ${outcome.reply}`);
  const voice = createVoice({ random: () => 0 });
  const { speech } = voice.say(phrase, { ...slots, ...outcome.facts }, 'plain', new Map());
  return { ...outcome, speech };
}
