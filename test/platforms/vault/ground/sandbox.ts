import { createServiceAccounts } from '../../../../src/sandbox/vault/service-accounts.ts';
import {
  createVaultSandbox,
  type VaultSandbox,
  type VaultSandboxOptions,
} from '../../../../src/sandbox/vault/vault-sandbox.ts';
import { createPace } from '../../../../src/sandbox/pace.ts';
import { Secret } from '../../../../src/secret.ts';
import { createPods, type Pods } from '../../../sandbox/pods.ts';
import type { DatabaseGround, Ground } from './ground.ts';
import { listen, serve, shut } from '../../../servers/listen.ts';

export type SandboxGround = Ground & {
  readonly pods: Pods;
  readonly sandbox: VaultSandbox;
  readonly database: DatabaseGround;
  readonly now: () => number;
};

/** The sandbox's Vault with three pods, on a clock that is put forward by hand, and by hand only where it stands still. */
export async function openSandbox(
  seal: 'shamir' | 'static' = 'shamir',
  real: () => number = Date.now,
  where: Partial<Pick<VaultSandboxOptions, 'isOutside' | 'review'>> = {},
): Promise<SandboxGround> {
  let skipped = 0;
  const now = (): number => real() + skipped;
  const clock = (): Date => new Date(now());
  const accounts = createServiceAccounts(clock);
  const pods = createPods('vault');
  pods.setReady('vault-0', 'vault-1', 'vault-2');
  const sandbox = createVaultSandbox({
    pace: createPace(0),
    clock,
    random: Math.random,
    servers: pods,
    review: accounts.review,
    seal,
    ...where,
  });
  const { url, close } = await serve(sandbox.listener);
  const port = await listen(sandbox.database);
  await new Promise((resolve) => setTimeout(resolve, 20)); // for a leader
  return {
    url,
    accounts,
    kubernetesHost: 'https://kubernetes.default.svc',
    now,
    pods,
    sandbox,
    database: {
      url: `postgres://127.0.0.1:${port}/demo`,
      setup: {
        kind: 'postgres',
        address: `127.0.0.1:${port}`,
        database: 'demo',
        username: 'postgres',
        password: new Secret('first-password-of-the-superuser'),
      },
      guests: () => Promise.resolve(sandbox.users().filter((name) => name.startsWith('v-'))),
    },
    pass: (seconds) => {
      skipped += seconds * 1_000;
      return Promise.resolve();
    },
    async close() {
      sandbox.stop();
      await close();
      await shut(sandbox.database);
    },
  };
}
