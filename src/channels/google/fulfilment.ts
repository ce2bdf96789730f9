import type { ConversationV3, conversation } from '@assistant/conversation';
import { Refusal } from '../channel.ts';
import type { Delivery } from './google-channel.ts';

export type Fulfilment = (delivery: Delivery) => Promise<object>;

export type FulfilmentOptions = {
  readonly answer: Fulfilment;
  /** What is said when `answer` fails: the library would send the error's message. */
  readonly onError: (error: unknown, delivery: Delivery) => object;
};

const handler = 'hashinetes';
const quiet = (): void => undefined; // the library logs whole bodies and headers, tokens included

/**
 * Runs a delivery through Google's library. It gets one handler name of ours, so that no name from outside
 * reaches its table; a parsed copy of the body; and no headers, whose tokens it would send back. It is loaded with the
 * first delivery.
 */
export function createFulfilment({ answer, onError }: FulfilmentOptions): Fulfilment {
  const deliveries = new WeakMap<object, Delivery>();
  let opening: ReturnType<typeof open> | undefined;

  function deliveryOf({ request }: ConversationV3): Delivery {
    const delivery = deliveries.get(request);
    if (!delivery) throw new Error('The library lost the request that it was given.');
    return delivery;
  }

  async function open(): Promise<ReturnType<typeof conversation>> {
    const library = await import('@assistant/conversation');
    const logger = { debug: quiet, info: quiet, log: quiet, warn: quiet, error: quiet };
    const app = library.conversation({ debug: false, logger });
    app.handle(handler, async (conv) => {
      conv.json(await answer(deliveryOf(conv)));
    });
    app.catch((conv, error) => {
      if (error instanceof Refusal) throw error; // the caller's mistake, and not to be spoken
      conv.json(onError(error, deliveryOf(conv)));
    });
    return app;
  }

  return async (delivery) => {
    const app = await (opening ??= open());
    const body = { ...delivery.request, handler: { name: handler } };
    deliveries.set(body, delivery);
    const response = await app.handler(body, {});
    return response.body;
  };
}
