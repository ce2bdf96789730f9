import { z } from 'zod';
import { Secret } from '../../secret.ts';

const secret = z.string().transform((value) => new Secret(value));
const instant = z.string().transform((value) => new Date(value));
const dataOf = <T extends z.ZodType>(data: T) => z.looseObject({ data });

export const sealStatus = z.looseObject({
  type: z.string(),
  initialized: z.boolean(),
  sealed: z.boolean(),
  progress: z.number(),
  t: z.number(),
  version: z.string(),
});

export const leader = z.looseObject({
  leader_address: z.string().default(''),
  ha_enabled: z.boolean().default(true),
});

export const raft = dataOf(
  z.looseObject({
    config: z.looseObject({
      servers: z.array(
        z.looseObject({
          node_id: z.string(),
          address: z.string(),
          leader: z.boolean(),
          voter: z.boolean(),
        }),
      ),
    }),
  }),
);

export const keys = dataOf(z.looseObject({ keys: z.array(z.string()) }));

export const lease = dataOf(
  z.looseObject({ id: z.string(), issue_time: instant, expire_time: instant, ttl: z.number() }),
);

export const credentials = z.looseObject({
  lease_id: z.string(),
  lease_duration: z.number(),
  data: z.looseObject({ username: z.string(), password: secret }),
});

export const wrapped = z.looseObject({
  wrap_info: z.looseObject({ token: secret, ttl: z.number() }),
});

export const auth = z.looseObject({
  auth: z.looseObject({
    client_token: secret,
    accessor: z.string(),
    policies: z.array(z.string()),
    lease_duration: z.number(),
    renewable: z.boolean(),
  }),
});

export const self = dataOf(
  z.looseObject({
    accessor: z.string(),
    policies: z.array(z.string()),
    ttl: z.number(),
    renewable: z.boolean().default(false),
  }),
);

export const proof = dataOf(z.looseObject({ token: secret, ttl: z.number() }));

export const init = z.looseObject({
  root_token: secret,
  keys: z.array(secret).default([]),
  recovery_keys: z.array(secret).default([]),
});

export const auths = dataOf(
  z.record(
    z.string(),
    z.looseObject({ type: z.string(), accessor: z.string().default('') }), // an audit device has none
  ),
);

export const kept = dataOf(z.record(z.string(), z.unknown()));

/** The paths that were asked for, and `capabilities` for the first of them. */
export const capabilities = dataOf(z.record(z.string(), z.array(z.string())));

export const something = z.looseObject({});
export const anything = z.unknown();
