import { createHash, randomUUID } from 'node:crypto';

export type Flights = <T>(body: Uint8Array, work: (id: string) => Promise<T>) => Promise<T>;

/**
 * Gives requests that carry no id of their own one: the same for the same body while its first delivery is under
 * way, for nobody says a thing again before it is answered. Afterwards the same words are another turn.
 */
export function createFlights(): Flights {
  const flying = new Map<string, { readonly id: string; deliveries: number }>();

  return async (body, work) => {
    const digest = createHash('sha256').update(body).digest('hex');
    const flight = flying.get(digest) ?? { id: randomUUID(), deliveries: 0 };
    flying.set(digest, flight);
    flight.deliveries += 1;
    try {
      return await work(flight.id);
    } finally {
      flight.deliveries -= 1;
      if (flight.deliveries === 0) flying.delete(digest);
    }
  };
}
