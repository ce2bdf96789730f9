import type { ServerResponse } from 'node:http';
import type { Written } from '../state/state.ts';
import type { World } from '../world.ts';
import type { Call } from './call.ts';
import { type Event, toEvents } from './events.ts';
import { Refusal } from '../../refusal.ts';

const heartbeatMs = 30_000;

/** `/v1/event/stream`: a line for every write from the index on, `{}` at first and when there is no news. */
export function streamEvents({ state, signal }: World, call: Call, response: ServerResponse): void {
  const wanted = toWanted(call.query);
  const from = call.query.get('index') ?? '0';
  if (!/^\d+$/.test(from))
    throw new Refusal(
      400,
      `Unable to parse index: strconv.Atoi: parsing "${from}": invalid syntax`,
    );

  const tell = (written: Written): void => {
    const Events = toEvents(written).filter(wanted);
    if (Events.length > 0) response.write(`${JSON.stringify({ Index: written.index, Events })}\n`);
  };
  const beat = (): void => void response.write('{}\n');

  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache' });
  beat();
  for (const written of state.recent()) if (written.index >= Number(from)) tell(written);
  const heart = setInterval(beat, heartbeatMs);
  const leave = state.onWrite(tell);
  AbortSignal.any([call.signal, signal]).addEventListener('abort', () => {
    clearInterval(heart);
    leave();
    response.end();
  });
}

/** `topic=Job:ping&topic=Allocation`: a key is the thing's own or one that it belongs to. */
function toWanted(query: URLSearchParams): (event: Event) => boolean {
  const pairs = query.getAll('topic').map((entry) => {
    const [topic = '', ...key] = entry.split(':');
    return { topic, key: key.join(':') || '*' };
  });
  if (pairs.length === 0) return () => true;
  return ({ Topic, Key, FilterKeys }) =>
    pairs.some(
      ({ topic, key }) =>
        (topic === '*' || topic === Topic) &&
        (key === '*' || key === Key || FilterKeys.includes(key)),
    );
}
