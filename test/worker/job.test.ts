import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/platforms/kubernetes/kubernetes.ts';
import { createWorkers } from '../../src/worker/workers.ts';

async function started(place: { readonly caSecret?: string }): Promise<KubeObject> {
  const created: KubeObject[] = [];
  const create = async (job: KubeObject): Promise<KubeObject> => (created.push(job), job);
  const { start } = createWorkers({
    kubernetes: { create } as never,
    vault: undefined as never,
    openDatabase: undefined,
    place: { namespace: 'database', vaultUrl: 'https://v', databaseUrl: 'postgres://d', ...place },
    image: async () => 'registry.example/hashinetes:7',
    clock: Date.now,
    random: Math.random,
  });
  await start();
  const [job] = created;
  if (!job) throw new Error('No job was created');
  return job;
}

describe("the worker's Job", () => {
  it('runs the image that versions.yaml names, for a bare name is one nobody can pull', async () => {
    expect(await started({})).toMatchObject({
      spec: { template: { spec: { containers: [{ image: 'registry.example/hashinetes:7' }] } } },
    });
  });

  it('verifies Vault and the database by the CA in a Secret of which it sees nothing else', async () => {
    const items = [{ key: 'ca.crt', path: 'ca.crt' }];
    expect(await started({ caSecret: 'database-tls' })).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [
              {
                env: expect.arrayContaining([
                  { name: 'VAULT_CACERT', value: '/etc/hashinetes/ca.crt' },
                  { name: 'DATABASE_CACERT', value: '/etc/hashinetes/ca.crt' },
                ]),
              },
            ],
            volumes: expect.arrayContaining([
              { name: 'trust', secret: { secretName: 'database-tls', items } },
            ]),
          },
        },
      },
    });
  });
});
