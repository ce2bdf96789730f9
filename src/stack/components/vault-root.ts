import { isAnswered } from '../../platforms/short-lived.ts';
import type { StackWorld } from '../stack-world.ts';
import type { Step } from '../step.ts';

const said = 'the root token is revoked, so root-token in the Secret vault-init opens nothing';

/** Ends the root token, once everything is set up and our own login works. Later deployments use a login of their own. */
export function giveUpRoot(after: readonly string[]): Step<StackWorld> {
  return {
    name: 'give up the root token of Vault',
    after,
    capMs: 2 * 60_000,
    async look({ vault, vaultSetup, identity }) {
      const root = await identity.read('vault-init', 'root-token');
      if (!root) return { kind: 'done', seen: 'there is no root token' };
      if (await isAnswered(vaultSetup.as(root).whoAmI))
        return { kind: 'waiting', seen: 'the root token is still good' };
      await vault.whoAmI();
      return { kind: 'done', seen: said };
    },
    async act({ vault, vaultSetup, identity }) {
      await vault.whoAmI(); // without a way in of our own nobody could change anything any more
      const root = await identity.read('vault-init', 'root-token');
      // refused is good as well: another run was faster, and the next look tells
      if (root) await isAnswered(vaultSetup.as(root).revokeSelf);
    },
  };
}
