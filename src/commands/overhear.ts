import { z } from 'zod';
import { pause } from '../pause.ts';

const replySchema = z.object({ text: z.string() });
const againMs = 2_000;

/** Hands over what is said in a session without being asked, until the signal ends it. A broken line is opened again. */
export async function overhear(
  url: string,
  place: { readonly channel: string; readonly session: string },
  tell: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const address = `${url}/v1/events?${new URLSearchParams(place).toString()}`;
  while (!signal.aborted) {
    await follow(address, tell, signal).catch(() => undefined);
    await pause(againMs, signal);
  }
}

async function follow(
  address: string,
  tell: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const { ok, body } = await fetch(address, { signal });
  if (!ok || !body) return;
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const told = /^event: reply\ndata: (.+)$/.exec(part)?.[1];
      if (told !== undefined) tell(replySchema.parse(JSON.parse(told)).text);
    }
  }
}
