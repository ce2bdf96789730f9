import { z } from 'zod';

const meta = z.record(z.string(), z.string()).nullish();
const text = z.string();

const checkGiven = z.looseObject({
  CheckID: text.default(''),
  Name: text.default(''),
  Status: z.enum(['', 'passing', 'warning', 'critical']).default(''),
  Notes: text.default(''),
  Output: text.default(''),
  ServiceID: text.default(''),
  Type: text.default(''),
});

const serviceGiven = z.looseObject({
  ID: text.default(''),
  Service: text.default(''),
  Tags: z.array(text).nullish(),
  Address: text.default(''),
  Port: z.number().int().default(0),
  Meta: meta,
});

/** The body of `catalog/register`, as far as it is read. */
export const registrationGiven = z.looseObject({
  ID: text.default(''),
  Node: text.default(''),
  Address: text.default(''),
  Datacenter: text.default(''),
  NodeMeta: meta,
  TaggedAddresses: meta,
  SkipNodeUpdate: z.boolean().default(false),
  Service: serviceGiven.nullish(),
  Check: checkGiven.nullish(),
  Checks: z.array(checkGiven).nullish(),
});

export type RegistrationGiven = z.output<typeof registrationGiven>;
export type Registration = z.input<typeof registrationGiven>;
export type ServiceGiven = z.output<typeof serviceGiven>;
export type CheckGiven = z.output<typeof checkGiven>;
