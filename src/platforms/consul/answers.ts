import { z } from 'zod';

/** Consul writes an empty list as null where it comes from Go's nil. */
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);

const text = z.string();
/** Checks that a future Consul calls by another name are not to be trusted. */
const status = z.enum(['passing', 'warning', 'critical']).catch('critical');

export const leader = text;
export const names = listOf(text);

export const members = listOf(
  z.looseObject({
    Name: text,
    Addr: text,
    Status: z.number(),
    Tags: z.record(text, text),
  }),
);

export const serverHealth = z.looseObject({
  Healthy: z.boolean(),
  FailureTolerance: z.number(),
  Servers: listOf(
    z.looseObject({
      ID: text,
      Name: text,
      Address: text,
      Leader: z.boolean(),
      Healthy: z.boolean(),
      Voter: z.boolean(),
    }),
  ),
});

export const peerings = listOf(
  z.looseObject({
    Name: text,
    State: text,
    StreamStatus: z.looseObject({ ImportedServices: listOf(text) }).nullish(),
  }),
);

export const services = z.record(text, listOf(text));

export const entries = listOf(
  z.looseObject({
    Node: z.looseObject({ Node: text, Address: text, Datacenter: text }),
    Service: z.looseObject({ ID: text, Address: text, Port: z.number(), Tags: listOf(text) }),
    Checks: listOf(z.looseObject({ Name: text, Status: status, Output: text })),
  }),
);

export type Entry = z.infer<typeof entries>[number];

/** Policies, roles and tokens, as far as it takes to find one again. */
export const kept = listOf(
  z.looseObject({
    ID: text.optional(),
    AccessorID: text.optional(),
    Name: text.optional(),
    Description: text.optional(),
  }),
);

export const authMethod = z.looseObject({
  Config: z.looseObject({ JWKSURL: text.default('') }),
});

export const itself = z.looseObject({ AccessorID: text });

export const bindingRules = listOf(
  z.looseObject({ AuthMethod: text, BindType: text, BindName: text, Selector: text }),
);
