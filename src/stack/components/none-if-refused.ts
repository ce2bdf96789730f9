import { Failure } from '../../failure.ts';

/** Names are nice to know: who is not let in, or can not say who he is, goes without. */
export function noneIfRefused(error: unknown): readonly never[] {
  if (error instanceof Failure) return [];
  throw error;
}
