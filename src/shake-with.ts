import { Failure } from './failure.ts';
import type { Places } from './places.ts';
import { type Handshake, shakeHands } from './platforms/handshake.ts';
import type { Part } from './stack/identity/keyring-entry.ts';

/** A handshake of its own with a product: nothing where plain HTTP is spoken, or where it has no HTTP at all. */
export async function shakeWith(
  places: Places,
  part: Part,
  signal: AbortSignal,
): Promise<Handshake | undefined> {
  if (part === 'database') return undefined;
  const origin = await places[part].origin();
  if (!origin.url.startsWith('https:')) return undefined;
  const shaken = await shakeHands(origin, signal);
  if (shaken) return shaken;
  throw new Failure('unreachable', { platform: part, because: 'no handshake came about' });
}
