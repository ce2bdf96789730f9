import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/platforms/kubernetes/kubernetes.ts';
import { findWorkerPlace } from '../../src/worker/find-place.ts';
import { createWorkers } from '../../src/worker/workers.ts';

async function started(place: { readonly caSecret?: string }): Promise<KubeObject> {
  const created: KubeObject[] = [];
  const create = async (job: KubeObject): Promise<KubeObject> => (created.push(job), job);
  const { start } = createWorkers({
    kubernetes: { create } as never,
    vault: undefined as never,
    openDatabase: undefined,
    place: async () => ({
      namespace: 'database',
      image: 'hashinetes:0',
      vaultUrl: 'https://v',
      databaseUrl: 'postgres://d',
      ...place,
    }),
    clock: Date.now,
    random: Math.random,
  });
  await start();
  const [job] = created;
  if (!job) throw new Error('No job was created');
  return job;
}

describe("the worker's Job", () => {
  it('runs the image that versions.yaml names where Hashinetes runs elsewhere: nobody can pull a bare name', async () => {
    const deploy = new URL('../../deploy/', import.meta.url);
    const empty = { list: async () => ({ items: [] }), get: async () => ({}) };
    const { image } = await findWorkerPlace({ kubernetes: empty as never, home: 'home', deploy });
    expect(image).toMatch(/^hashinetes:\d/);
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
