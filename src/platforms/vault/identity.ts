import { Failure } from '../../failure.ts';
import type { Secret } from '../../secret.ts';
import type { Tokens } from './ask.ts';
import type { Token, Vault } from './vault.ts';

export type IdentityOptions = {
  /** A client without a token. */
  readonly vault: Vault;
  readonly role: string;
  /** Our service account's token, read anew for every login: Kubernetes rotates it. */
  readonly readJwt: () => Promise<Secret>;
  readonly clock: () => number;
  readonly random: () => number;
};

/** Its end stops renewing and gives the token back. */
export type Identity = Required<Tokens>;

type Held = { readonly token: Token; readonly endsAt: number };

/**
 * Lives by short-lived tokens: logs in when the first is needed, renews it somewhere between a half and three
 * quarters of its life, and logs in again when it is refused or has come to its end. While Vault is away the
 * Failure says so, and the next call tries again.
 */
export function createIdentity(options: IdentityOptions): Identity {
  const { vault, role, readJwt, clock, random } = options;
  let held: Held | undefined;
  let entering: Promise<Secret> | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function enter(): Promise<Secret> {
    return keep(await vault.login(role, await readJwt()));
  }

  function login(): Promise<Secret> {
    entering ??= enter().finally(() => (entering = undefined));
    return entering;
  }

  function keep(token: Token): Secret {
    held = { token, endsAt: clock() + token.ttlSeconds * 1_000 };
    renewIn(token.ttlSeconds * 1_000 * (0.5 + random() * 0.25));
    return token.token;
  }

  function renewIn(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void renew(), ms);
    timer.unref();
  }

  async function renew(): Promise<void> {
    const before = held?.token;
    if (!before) return;
    try {
      const after = await vault.as(before.token).renewSelf();
      // close to its maximum a token is renewed for less and less: a new one lives longer
      if (after.ttlSeconds * 2 > before.ttlSeconds) keep({ ...after, token: before.token });
      else await login();
    } catch (error) {
      if (isForbidden(error)) held = undefined;
      else renewIn(2_000 * (1 + random())); // Vault is away; the token may outlast that
    }
  }

  return {
    take: async () => {
      const isGood = held && held.endsAt > clock();
      return isGood && held ? held.token.token : login();
    },
    async refused(token) {
      if (held && held.token.token !== token) return held.token.token; // another call was faster
      try {
        await vault.as(token).whoAmI();
        return undefined;
      } catch (error) {
        if (!isForbidden(error)) throw error;
        return login();
      }
    },
    async close() {
      clearTimeout(timer);
      const last = held?.token.token;
      held = undefined;
      if (last)
        await vault
          .as(last)
          .revokeSelf()
          .catch(() => undefined); // it ends by itself
    },
  };
}

function isForbidden(error: unknown): boolean {
  return error instanceof Failure && error.kind === 'forbidden';
}
