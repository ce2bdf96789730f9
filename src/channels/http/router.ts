import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import type { Announcer } from '../../conversation/announcer.ts';
import type { Catalog } from '../../conversation/catalog.ts';
import type { Converse } from '../../conversation/converse.ts';
import type { Recognize } from '../../conversation/recognition.ts';
import type { Speaker } from '../../conversation/turn.ts';
import { deliver } from '../channel.ts';
import { jsonBody } from '../json-body.ts';
import { only } from '../only.ts';
import { createRefusalHandler } from '../refusal-handler.ts';
import { type CallerOptions, createCallers } from './caller.ts';
import { createHttpChannel, parseBody } from './http-channel.ts';
import { createEvents } from './events.ts';
import { toParse } from './parse.ts';

export type HttpRouterOptions = CallerOptions & {
  readonly catalog: Catalog;
  readonly converse: Converse;
  readonly recognize: Recognize;
  readonly listen: Announcer['listen'];
  readonly names: (list: string) => readonly string[];
  /** What each platform is and whether it answers; holds no secrets. */
  readonly platforms: () => Promise<readonly object[]>;
  readonly log: (event: string, detail: Readonly<Record<string, unknown>>) => void;
};

const parseSchema = z.strictObject({ text: z.string().max(1_000) });

/** The test calls: `POST /v1/turn`, `GET /v1/events`, `POST /v1/parse`, `GET /v1/platforms`. */
export function createHttpRouter(options: HttpRouterOptions): Router {
  const { catalog, converse, recognize, listen, names, platforms, log } = options;
  const channel = createHttpChannel(catalog);
  const identify = createCallers(options);
  const speakerOf = ({ socket, headers }: Request): Speaker =>
    identify({ peer: socket.remoteAddress, headers });

  const router = express.Router();
  router.post('/v1/turn', jsonBody, async (request, response) => {
    const speaker = speakerOf(request);
    const key = request.get('idempotency-key');
    response.json(await deliver(channel, converse, { body: request.body, key, speaker }));
  });
  const sendEvents = createEvents({ listen });
  router.get('/v1/events', (request, response) => {
    sendEvents(speakerOf(request), request.query, response);
  });
  router.post('/v1/parse', jsonBody, (request, response) => {
    speakerOf(request);
    const remedy = 'Send JSON like {"text": "run twelve ping jobs"}.';
    const { text } = parseBody(parseSchema, request.body, remedy);
    response.json(toParse(recognize(text, { names })));
  });
  router.get('/v1/platforms', async (request, response) => {
    speakerOf(request);
    response.json({ platforms: await platforms() });
  });
  router.all(['/v1/turn', '/v1/parse'], only('POST', 'POST a JSON object.'));
  router.all('/v1/platforms', only('GET', 'GET it.'));
  router.use('/v1', createRefusalHandler(log));
  return router;
}
