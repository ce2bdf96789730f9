import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/platforms/kubernetes/kubernetes.ts';
import { findWorkerPlace } from '../../src/worker/find-place.ts';
import { toTrust, toWorkerJob } from '../../src/worker/job.ts';
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

const bare = {
  namespace: 'database',
  image: 'hashinetes:1',
  vaultUrl: 'https://vault.vault.svc:8200',
  databaseUrl: 'postgres://database.database.svc:5432/demo',
};

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

  it('verifies a Vault that was given by address by its own CA and name', async () => {
    const vault = { ca: 'theirs', servername: 'vault.test' };
    const place = { ...bare, vaultUrl: 'https://10.1.1.1:8200', caSecret: 'database-tls', vault };
    expect(toTrust(place)).toMatchObject({
      kind: 'ConfigMap',
      metadata: { name: 'worker-vault', namespace: 'database' },
      data: { 'ca.crt': 'theirs' },
    });
    const trusted = { name: 'worker-vault', mountPath: '/etc/hashinetes-vault', readOnly: true };
    expect(toWorkerJob('worker-1', place)).toMatchObject({
      spec: {
        template: {
          spec: {
            containers: [
              {
                env: expect.arrayContaining([
                  { name: 'VAULT_ADDR', value: 'https://10.1.1.1:8200' },
                  { name: 'VAULT_CACERT', value: '/etc/hashinetes-vault/ca.crt' },
                  { name: 'VAULT_TLS_SERVER_NAME', value: 'vault.test' },
                  { name: 'DATABASE_CACERT', value: '/etc/hashinetes/ca.crt' },
                ]),
                volumeMounts: expect.arrayContaining([trusted]),
              },
            ],
            volumes: expect.arrayContaining([
              { name: 'worker-vault', configMap: { name: 'worker-vault' } },
            ]),
          },
        },
      },
    });
  });

  it('has system trust for such a Vault where no CA was given, and not ours', () => {
    const job = toWorkerJob('worker-1', { ...bare, caSecret: 'database-tls', vault: {} });
    expect(JSON.stringify(job)).not.toContain('VAULT_CACERT');
  });
});
