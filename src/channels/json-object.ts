import { Refusal } from './channel.ts';

export const maxBodyBytes = 256 * 1024;

const maxDepth = 32;
const isSafe = (key: string): boolean => !/^(?:__proto__|constructor|prototype)$/.test(key);
const remedy = 'Send one JSON object in UTF-8, with content-type application/json.';

/**
 * The JSON object of a request body, as a copy without the keys that could reach a prototype. Everything
 * else is refused: no body, another content type, malformed, not an object, nested too deep.
 */
export function parseBody(
  bytes: unknown,
  contentType: string | undefined,
): Readonly<Record<string, unknown>> {
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) throw refuse(400, 'body', 'There is no body.');
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType ?? ''))
    throw refuse(415, 'content-type', 'The body is not declared as JSON.');
  const value = toPlain(parseJson(bytes), maxDepth);
  if (!isRecord(value)) throw refuse(400, 'body', 'The body is not a JSON object.');
  return value;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw refuse(400, 'body', 'The body is not valid JSON.', cause);
  }
}

function toPlain(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) throw refuse(400, 'body', `The body is nested deeper than ${maxDepth} levels.`);
  if (Array.isArray(value)) return value.map((item) => toPlain(item, depth - 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isSafe(key))
      .map(([key, item]) => [key, toPlain(item, depth - 1)]),
  );
}

function refuse(status: number, field: string, error: string, cause?: unknown): Refusal {
  return new Refusal(status, { error, field, remedy }, { cause });
}
