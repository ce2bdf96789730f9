import express, { type Request, type Router } from 'express';
import type { Converse } from '../../conversation/converse.ts';
import { deliver } from '../channel.ts';
import { createRefusalHandler } from '../refusal-handler.ts';
import { parseActionsRequest } from './actions-request.ts';
import { type GoogleAuth, createAdmission } from './admission.ts';
import { maxBodyBytes, parseBody } from '../json-object.ts';
import { only } from '../only.ts';
import { createFlights } from './flights.ts';
import { createFulfilment } from './fulfilment.ts';
import { type GoogleChannelOptions, createGoogleChannel } from './google-channel.ts';

export type GoogleRouterOptions = Omit<GoogleChannelOptions, 'screen'> & {
  readonly converse: Converse;
  readonly auth: GoogleAuth;
  readonly clock: () => number;
  readonly log: (event: string, detail: Readonly<Record<string, unknown>>) => void;
};

const path = /^\/assistant(?:(?::|%3a)[^/]*)?\/?$/i; // Google appends the handler: /assistant:nomad_run_job
const broken = 'Something went wrong on my side. Please try again.';

/** The webhook of Conversational Actions. Mount it before any body parser: signatures are over raw bytes. */
export function createGoogleRouter({
  converse,
  auth,
  clock,
  log,
  ...options
}: GoogleRouterOptions): Router {
  // what has to prove nothing calls from this machine; Google's cloud and its devices are somebody else's
  const isHere = auth.projectId === undefined && auth.sharedSecret === undefined;
  const channel = createGoogleChannel({ ...options, screen: isHere ? 'own' : 'shared' });
  const admit = createAdmission(auth, { clock, log });
  const fulfil = createFulfilment({
    answer: (delivery) => deliver(channel, converse, delivery),
    onError(error, delivery) {
      log('google.failed', { error });
      return channel.write({ kind: 'tell', speech: broken, text: broken }, delivery);
    },
  });

  const fly = createFlights();
  const router = express.Router();
  router.post(path, express.raw({ type: () => true, limit: maxBodyBytes }), (incoming, response) =>
    take(incoming).then((answer) => void response.set('cache-control', 'no-store').json(answer)),
  );
  router.all(path, only('POST', 'POST an Actions webhook request.'));
  router.use(createRefusalHandler(log));
  return router;

  async function take({ body: bytes, headers, socket }: Request): Promise<object> {
    const body = Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0);
    const signedId = await admit({ peer: socket.remoteAddress, headers, body });
    const request = parseActionsRequest(parseBody(body, headers['content-type']));
    if (signedId !== undefined) return fulfil({ turnId: signedId, request });
    return fly(body, (turnId) => fulfil({ turnId, request }));
  }
}
