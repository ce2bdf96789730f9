import { Failure } from '../failure.ts';
import type { Tokens } from '../platforms/vault/ask.ts';
import type { Vault } from '../platforms/vault/vault.ts';
import type { Secret } from '../secret.ts';

/**
 * Who may set Vault up: root, until it is given up, and from then on a login of our own with less. What was root's a
 * moment ago and is refused now was given up by somebody else meanwhile; another root is that of another Vault.
 */
export function createSetupTokens(
  open: Vault,
  readRoot: () => Promise<Secret | undefined>,
  login: Tokens,
): Tokens {
  let givenUp: string | undefined;
  let root: Secret | undefined;

  return {
    async take() {
      root = await readRoot();
      return root && root.reveal() !== givenUp ? root : login.take();
    },
    async refused(token) {
      if (token.reveal() !== root?.reveal()) return login.refused(token);
      try {
        await open.as(token).whoAmI();
        return undefined;
      } catch (error) {
        if (!(error instanceof Failure) || error.kind !== 'forbidden') throw error;
      }
      givenUp = token.reveal();
      return login.take();
    },
  };
}
