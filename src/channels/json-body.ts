import express, { type RequestHandler } from 'express';
import { maxBodyBytes, parseBody } from './json-object.ts';

const raw = express.raw({ type: () => true, limit: maxBodyBytes });

/** Reads a JSON object into `request.body`; anything else is refused, naming the field and the remedy. */
export const jsonBody: RequestHandler = (request, response, next) =>
  raw(request, response, (error?: unknown) => {
    if (error !== undefined) return next(error);
    try {
      request.body = parseBody(request.body, request.get('content-type'));
      return next();
    } catch (refusal) {
      return next(refusal);
    }
  });
