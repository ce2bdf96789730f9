import type { RequestHandler } from 'express';
import { Refusal } from './channel.ts';

/** Answers every other method of a path: 405, and which one it takes. */
export function only(method: 'GET' | 'POST', remedy: string): RequestHandler {
  return (_request, response) => {
    response.set('allow', method === 'GET' ? 'GET, HEAD' : method);
    throw new Refusal(405, { error: `Only ${method} is answered.`, field: 'method', remedy });
  };
}
