import { createHash } from 'node:crypto';
import type { Signature } from './signature.ts';

export type ReplayOptions = {
  readonly clock: () => number;
  readonly maxEntries?: number;
  /** How long the same request may come again: shorter than the conversation remembers what it did. */
  readonly repeatMs?: number;
};

/**
 * Whether a verified token may be used for this body. A token belongs to the first body it came with; that
 * body may be delivered again for a short while (the turn then has the same id and is done once).
 */
export function createReplays(
  options: ReplayOptions,
): (signature: Signature, body: Uint8Array) => boolean {
  const { clock, maxEntries = 10_000, repeatMs = 5 * 60_000 } = options;
  const seen = new Map<
    string,
    { readonly digest: string; readonly at: number; readonly expiresAt: number }
  >();

  return ({ jti, expiresAt }, body) => {
    const now = clock();
    const digest = createHash('sha256').update(body).digest('hex');
    const known = seen.get(jti);
    if (known && known.expiresAt > now) return known.digest === digest && now - known.at < repeatMs;
    for (const [oldest, entry] of seen) {
      if (seen.size < maxEntries && entry.expiresAt > now) break;
      seen.delete(oldest);
    }
    seen.set(jti, { digest, at: now, expiresAt });
    return true;
  };
}
