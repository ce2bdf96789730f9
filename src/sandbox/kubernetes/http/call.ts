import type { IncomingMessage } from 'node:http';
import { lastFromYaml, repeatedKeys } from '../../../from-yaml.ts';
import { StatusError, badRequest } from '../status-error.ts';

/** A request, read as far as it is needed. */
export type Call = {
  readonly method: string;
  /** The decoded segments of the path. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly accept: string;
  /** Without parameters: `application/json`. */
  readonly contentType: string;
  readonly userAgent: string;
  readonly body: () => Promise<string>;
  readonly bytes: () => Promise<Buffer>;
};

const longestBody = 3 * 1024 * 1024;

export function toCall(request: IncomingMessage): Call {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  return {
    method: request.method ?? 'GET',
    path: url.pathname.split('/').filter(Boolean).map(decode),
    query: url.searchParams,
    accept: request.headers.accept ?? '*/*',
    contentType: (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '',
    userAgent: request.headers['user-agent'] ?? '',
    body: async () => (await read(request)).toString('utf8'),
    bytes: () => read(request),
  };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw new StatusError(400, 'BadRequest', `invalid path segment ${segment}: ${String(cause)}`);
  }
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > longestBody)
      throw new StatusError(
        413,
        'RequestEntityTooLarge',
        `Request entity too large: limit is ${longestBody}`,
        {},
      );
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

export function parseJson(body: string, refusal: (why: string) => string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    const why = body.trim() === '' ? 'unexpected end of JSON input' : messageOf(error);
    throw badRequest(refusal(why));
  }
}

/** YAML, of which JSON is a part; of a repeated key the last value counts, unless that is to be refused. */
export async function parseYaml(body: string, isStrict = false): Promise<unknown> {
  const [repeated] = isStrict ? await repeatedKeys(body) : [];
  if (repeated)
    throw badRequest(
      `error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line ${repeated.line}: key "${repeated.key}" already set in map`,
    );
  try {
    return await lastFromYaml(body);
  } catch (error) {
    const [line = ''] = messageOf(error).split('\n');
    throw badRequest(`error decoding YAML: error converting YAML to JSON: yaml: ${line}`);
  }
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.startsWith('Unexpected end') ? 'unexpected end of JSON input' : message;
}

export const isOn = (value: string | null): boolean => value === 'true' || value === '1';
