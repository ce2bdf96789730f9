import type { z } from 'zod';
import { Failure } from '../failure.ts';
import { fromJson } from '../from-json.ts';
import type { Answer, Call } from './http.ts';

/** A value and the index to wait on for the next one. */
export type Indexed<T> = { readonly value: T; readonly index: number };

/** Return only once the answer is newer than `index`, or `waitSeconds` are over. */
export type Blocking = { readonly index: number; readonly waitSeconds: number };

/** Holds a call open: Nomad and Consul add up to a sixteenth of jitter to the wait, and cap it. */
export function hold(call: Call, { index, waitSeconds }: Blocking, longestSeconds: number): Call {
  const waitMs = Math.round(Math.min(waitSeconds, longestSeconds) * 1000);
  return {
    ...call,
    query: { ...call.query, index, wait: `${waitMs}ms` },
    timeoutMs: Math.ceil(waitMs * (1 + 1 / 16)) + 1000,
  };
}

export function indexOf({ headers }: Answer, header: string): number {
  const index = Number(headers[header]);
  return Number.isSafeInteger(index) && index >= 0 ? index : 0;
}

/** An answer as its schema has it; anything else is `unready`, for it is not what the platform answers there. */
export function readAnswer<T extends z.ZodType>(
  title: string,
  schema: T,
  { path }: Call,
  { text }: Answer,
): z.output<T> {
  const parsed = schema.safeParse(fromJson(text));
  if (parsed.success) return parsed.data;
  const because = `it answered something that is not what ${title} answers there`;
  const facts = { platform: title.toLowerCase(), what: path.join('/'), because };
  throw new Failure('unready', facts, { cause: parsed.error });
}
