import { Failure } from '../failure.ts';
import type { Secret } from '../secret.ts';

/** Where the token of a call comes from: given once, or obtained when it is needed. */
export type Credential =
  | (() => Secret | undefined)
  | {
      readonly take: () => Promise<Secret | undefined>;
      /** Another token, if there is one since. */
      readonly refused: (token: Secret) => Promise<Secret | undefined>;
    };

export async function tokenOf(credential: Credential | undefined): Promise<Secret | undefined> {
  return typeof credential === 'function' ? credential() : credential?.take();
}

/** Sends with the token, and once more where it was refused and there is another. */
export async function sendWith<T>(
  credential: Credential | undefined,
  send: (token: Secret | undefined) => Promise<T>,
): Promise<T> {
  const token = await tokenOf(credential);
  try {
    return await send(token);
  } catch (error) {
    const isRefused = error instanceof Failure && error.kind === 'forbidden';
    if (!isRefused || !token || typeof credential !== 'object') throw error;
    const fresh = await credential.refused(token);
    if (!fresh) throw error;
    return send(fresh);
  }
}
