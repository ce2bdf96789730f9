import type { ErrorRequestHandler } from 'express';
import { Refusal } from './channel.ts';
import { maxBodyBytes } from './json-object.ts';

/** Answers every error as JSON with a field and a remedy; what is ours to mend says no more than where to look. */
export function createRefusalHandler(
  log: (event: string, detail: Readonly<Record<string, unknown>>) => void,
): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const refusal = toRefusal(error);
    const path = request.baseUrl + request.path;
    if (refusal.status >= 500) log('request.failed', { path, error });
    else log('request.refused', { path, status: refusal.status, ...refusal.toJSON() });
    response.status(refusal.status).set('cache-control', 'no-store').json(refusal);
  };
}

function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const status = error instanceof Error && 'status' in error ? error.status : 500;
  if (status === 413)
    return new Refusal(413, {
      error: 'The body is too big.',
      field: 'body',
      remedy: `Send at most ${maxBodyBytes} bytes.`,
    });
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new Refusal(status, {
      error: 'The body can not be read.',
      field: 'body',
      remedy: 'Send it whole, as UTF-8 JSON.',
    });
  return new Refusal(500, {
    error: 'The request failed here.',
    field: '',
    remedy: 'Look for request.failed in the log.',
  });
}
