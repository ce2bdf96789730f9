import type { Response } from 'express';
import { z } from 'zod';
import type { Announcer, Ear } from '../../conversation/announcer.ts';
import type { Speaker } from '../../conversation/turn.ts';
import { Refusal } from '../channel.ts';
import { parseBody, toBody } from './http-channel.ts';

const querySchema = z.strictObject({
  session: z.string().min(1).max(200),
  /** The channel that the session is on: a simulator of another one may listen as well. */
  channel: z.string().min(1).max(50).default('http'),
});

export type EventsOptions = {
  readonly listen: Announcer['listen'];
  readonly heartbeatMs?: number;
  readonly maxStreams?: number;
};

/**
 * `GET /v1/events?session=me`: what is said in a session without being asked ("12 ping tasks are running"), as
 * server-sent events named `reply` with the body of `/v1/turn`. Ends with the connection, and is opened again by
 * whoever wants more: what came to its end in between is told then.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function createEvents(
  options: EventsOptions,
): (speaker: Speaker, query: unknown, response: Response) => void {
  const { listen, heartbeatMs = 15_000, maxStreams = 500 } = options;
  let open = 0;

  return (speaker, query, response) => {
    const remedy = 'Ask for /v1/events?session=me.';
    const { session, channel } = parseBody(querySchema, query, remedy);
    if (open >= maxStreams) {
      const error = 'Too many listen already.';
      throw new Refusal(503, { error, field: 'session', remedy: 'Close a stream.' });
    }
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    response.write('retry: 2000\n\n');
    const ear: Ear = {
      tell: (reply) =>
        void response.write(`event: reply\ndata: ${JSON.stringify(toBody(reply))}\n\n`),
      end: () => void response.end(),
    };
    const stop = listen({ session, channel, speaker }, ear);
    const heart = setInterval(() => response.write(': still here\n\n'), heartbeatMs);
    open += 1;
    response.on('close', () => {
      open -= 1;
      clearInterval(heart);
      stop();
    });
  };
}
