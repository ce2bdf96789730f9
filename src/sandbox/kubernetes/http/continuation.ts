import { z } from 'zod';
import { badRequest } from '../status-error.ts';

const token = z.object({ v: z.string(), rv: z.number(), start: z.string() });

/** Where a list goes on: after which object, and as of which revision. Opaque to clients. */
export type Continuation = { readonly revision: number; readonly after: string };

export function toToken({ revision, after }: Continuation): string {
  const content = { v: 'meta.k8s.io/v1', rv: revision, start: `${after}\0` };
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

export function fromToken(value: string): Continuation {
  try {
    const { rv, start } = token.parse(JSON.parse(Buffer.from(value, 'base64url').toString('utf8')));
    return { revision: rv, after: start.replace(/\0$/, '') };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw badRequest(`invalid continue token: continue key is not valid: ${why}`);
  }
}
