import { signIdentities } from '../../platforms/vault/sign-identities.ts';
import { admitServiceAccount, trustKubernetes } from '../../platforms/vault/trust.ts';
import { vaultUrl } from '../admission.ts';
import { readPolicy } from '../read-policy.ts';
import type { StackWorld } from '../stack-world.ts';
import type { Step } from '../step.ts';
import { stepNames } from '../step-names.ts';
import { ensure } from '../steps/ensure.ts';

const audience = 'vault';

/** Lets Hashinetes and the worker in by their service accounts, each to what its policy says, and signs for others who that is. */
export async function admitKubernetes(
  deploy: URL,
  after: readonly string[],
): Promise<Step<StackWorld>> {
  const [hashinetes, setup, worker] = await Promise.all(
    ['hashinetes', 'hashinetes-deploy', 'worker'].map((name) => readPolicy(deploy, 'vault', name)),
  );
  return ensure({
    name: stepNames.vaultLogins,
    after,
    capMs: 2 * 60_000,
    async write({ vaultSetup, home }) {
      const us = { namespace: home, serviceAccount: 'hashinetes', audience };
      await trustKubernetes(vaultSetup, { host: 'https://kubernetes.default.svc' });
      await vaultSetup.enableEngine('secret', 'kv', { version: '2' });
      for (const role of [
        { ...us, name: 'hashinetes', policy: hashinetes ?? '', ttl: '1h', maxTtl: '24h' },
        { ...us, name: 'hashinetes-deploy', policy: setup ?? '' },
        {
          name: 'worker',
          namespace: 'database',
          serviceAccount: 'worker',
          audience,
          policy: worker ?? '',
        },
      ])
        await admitServiceAccount(vaultSetup, role);
      await signIdentities(vaultSetup, { issuer: vaultUrl, audiences: ['nomad', 'consul'] });
    },
    async look({ vault }) {
      const { policies } = await vault.whoAmI();
      return { kind: 'done', seen: `Hashinetes is logged in as ${policies.join(' and ')}` };
    },
  });
}
