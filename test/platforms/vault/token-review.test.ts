import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKubernetes } from '../../../src/platforms/kubernetes/client.ts';
import { createKubeconfig } from '../../../src/platforms/kubernetes/kubeconfig.ts';
import { createVault, type VaultClient } from '../../../src/platforms/vault/client.ts';
import { signIdentities } from '../../../src/platforms/vault/sign-identities.ts';
import { admitServiceAccount, trustKubernetes } from '../../../src/platforms/vault/trust.ts';
import { bao, type BaoGround, openBao } from './ground/bao.ts';
import { until } from '../../servers/program.ts';

const file = process.env['KUBECONFIG'];
const missing = [...(bao ? [] : ['bao on PATH or in BAO']), ...(file ? [] : ['KUBECONFIG'])];
const title = 'a real OpenBao that asks a real API server whose token it was given';

describe.skipIf(missing.length > 0)(
  missing.length > 0 ? `${title}: skipped, there is no ${missing.join(' and no ')}` : title,
  () => {
    const tail = randomBytes(4).toString('hex');
    const [home, elsewhere] = [`review-${tail}`, `review-${tail}-else`];
    const kubernetes = createKubernetes({
      origin: createKubeconfig({ ...(file !== undefined && { file }), clock: Date.now }),
    });
    let ground: BaoGround;
    let vault: VaultClient;

    beforeAll(async () => {
      for (const name of [home, elsewhere])
        await kubernetes.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
      for (const [namespace, name] of [
        [home, 'vault'],
        [home, 'worker'],
        [home, 'other'],
        [elsewhere, 'worker'],
      ] as const)
        await kubernetes.apply({
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name, namespace },
        });
      await kubernetes.apply({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: home },
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'ClusterRole',
          name: 'system:auth-delegator',
        },
        subjects: [{ kind: 'ServiceAccount', name: 'vault', namespace: home }],
      });
      ground = await openBao();
      vault = createVault({ origin: async () => ({ url: ground.url }) });
      const { rootToken, keys } = await vault.init(1, 1);
      for (const key of keys) await vault.unseal(key);
      const root = vault.as(rootToken);
      await until(root.whoAmI, () => 'Vault has no leader');
      const server = await createKubeconfig({
        ...(file !== undefined && { file }),
        clock: Date.now,
      })();
      const reviewer = await kubernetes.issueToken(
        { namespace: home, name: 'vault' },
        'https://kubernetes.default.svc',
      );
      const outside = { ca: server.tls?.ca ?? '', reviewerJwt: reviewer.reveal() };
      await trustKubernetes(root, { host: server.url, outside });
      const policy = 'path "identity/oidc/token/nomad" {\n  capabilities = ["read"]\n}';
      await admitServiceAccount(root, {
        name: 'worker',
        namespace: home,
        serviceAccount: 'worker',
        audience: 'vault',
        policy,
      });
      await signIdentities(root, { issuer: ground.url, audiences: ['nomad'] });
    }, 60_000);
    afterAll(async () => {
      for (const name of [home, elsewhere]) await kubernetes.remove('Namespace', name);
      await kubernetes.remove('ClusterRoleBinding', home);
      await kubernetes.close();
      await vault?.close();
      await ground?.close();
    });

    const login = async (namespace: string, name: string, audience: string) =>
      vault.login('worker', await kubernetes.issueToken({ namespace, name }, audience));

    it('lets the worker in, and signs for others who that is', async () => {
      const { token, policies } = await login(home, 'worker', 'vault');
      expect(policies).toEqual(['default', 'worker']);
      const [, payload = ''] = (await vault.as(token).prove('nomad')).reveal().split('.');
      expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
        aud: 'nomad',
        iss: `${ground.url}/v1/identity/oidc`,
        service_account_name: 'worker',
        service_account_namespace: home,
      });
    });

    it.each([
      ['another service account', home, 'other', 'vault', /service account name not authorized/],
      ['another namespace', elsewhere, 'worker', 'vault', /namespace not authorized/],
      ['another audience', home, 'worker', 'nomad', /audience/],
      ['the audience of Kubernetes', home, 'worker', 'https://kubernetes.default.svc', /audience/],
    ])('refuses %s', async (_what, namespace, name, audience, because) => {
      await expect(login(namespace, name, audience)).rejects.toMatchObject({
        kind: 'forbidden',
        facts: { because: expect.stringMatching(because) },
      });
    });
  },
);
