import { Refusal } from './channel.ts';
import { findRepeatedKey } from './repeated-key.ts';

export const maxBodyBytes = 256 * 1024;

const maxDepth = 32;
const isSafe = (key: string): boolean => !/^(?:__proto__|constructor|prototype)$/.test(key);
const remedy = 'Send one JSON object in UTF-8, with content-type application/json.';

/**
 * The JSON object of a request body, as a copy without the keys that could reach a prototype. Everything
 * else is refused: no body, another content type or charset, malformed, a key twice, not an object, nested too deep.
 */
export function parseBody(
  bytes: unknown,
  contentType: string | undefined,
): Readonly<Record<string, unknown>> {
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) throw refuse(400, 'body', 'There is no body.');
  if (!/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType ?? ''))
    throw refuse(415, 'content-type', 'The body is not declared as JSON.');
  const [, charset = 'utf-8'] = /;\s*charset="?([\w.:-]+)/i.exec(contentType ?? '') ?? [];
  if (!/^utf-?8$/i.test(charset))
    throw refuse(415, 'content-type', `The body is declared as ${charset.slice(0, 20)}.`);
  const value = toPlain(parseJson(bytes), maxDepth);
  if (!isRecord(value)) throw refuse(400, 'body', 'The body is not a JSON object.');
  return value;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(bytes: Buffer): unknown {
  const { text, value } = decode(bytes);
  const repeated = findRepeatedKey(text);
  if (repeated !== undefined)
    throw new Refusal(400, {
      error: 'A field is there twice.',
      field: repeated.slice(0, 80),
      remedy: 'Send it once.',
    });
  return value;
}

function decode(bytes: Buffer): { readonly text: string; readonly value: unknown } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, value: JSON.parse(text) };
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
