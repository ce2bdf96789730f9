import { z } from 'zod';
import { Failure } from '../../failure.ts';
import type { Answer } from '../http.ts';
import { fromJson } from '../../from-json.ts';

const statusSchema = z.object({
  message: z.string().optional(),
  reason: z.string().default(''),
  details: z
    .object({
      name: z.string().optional(),
      kind: z.string().optional(),
      causes: z
        .array(z.object({ field: z.string().optional(), message: z.string().optional() }))
        .nullish(),
    })
    .nullish(),
});

const reasons: Readonly<Record<string, Failure['kind']>> = {
  NotFound: 'absent',
  AlreadyExists: 'conflict',
  Conflict: 'conflict',
  Expired: 'conflict',
  Gone: 'conflict',
  Forbidden: 'forbidden',
  Unauthorized: 'forbidden',
  Invalid: 'invalid',
  BadRequest: 'invalid',
  UnsupportedMediaType: 'invalid',
  MethodNotAllowed: 'invalid',
};

/** A refusal as the API server explains it: its Status object. */
export function toRefusal({ status, text }: Answer): Failure {
  const { message, reason, details } = statusSchema.catch({ reason: '' }).parse(fromJson(text));
  const fields = (details?.causes ?? []).flatMap(({ field }) => field ?? []);
  return new Failure(reasons[reason] ?? kindWithoutReason(status, message), {
    platform: 'Kubernetes',
    status,
    what: details?.name ?? 'that',
    because: (message && shorten(message)) ?? (text.slice(0, 300) || `status ${status}`),
    ...(fields.length > 0 && { fields: fields.join(', ') }),
  });
}

const denial =
  /User "[^"]*" cannot (\w+) resource "([^"]+)".*?(?: in the namespace "([^"]+)"| (at the cluster scope))/;

/** What the rights lack, without all that the API says with it; everything else is told as it is. */
function shorten(message: string): string {
  const [, verb, resource, namespace, everywhere] = denial.exec(message) ?? [];
  if (verb === undefined) return message;
  const where = everywhere === undefined ? `in the namespace ${namespace}` : 'in the whole cluster';
  return `I have no right to ${verb} ${resource} ${where}`;
}

/** An applied object with an unknown or wrongly typed field comes back as a 500 that gives no reason. */
function kindWithoutReason(status: number, message = ''): Failure['kind'] {
  if (status === 401) return 'forbidden';
  return message.includes('typed patch object') ? 'invalid' : 'unready';
}
