import { z } from 'zod';
import { Secret } from '../secret.ts';

/** A token that Nomad or Consul has just issued, with its end. How long it is good for is told by their clock. */
export const endingToken = z
  .looseObject({
    SecretID: z.string().transform((value) => new Secret(value)),
    CreateTime: z.coerce.date(),
    ExpirationTime: z.coerce.date(),
  })
  .transform(({ SecretID, CreateTime, ExpirationTime }) => ({
    token: SecretID,
    ttlSeconds: (ExpirationTime.getTime() - CreateTime.getTime()) / 1_000,
  }));
