import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../secret.ts';

/** Compares in constant time; what is not a text is not the secret. */
export function isSameSecret(given: unknown, expected: Secret): boolean {
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(expected.reveal()));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
