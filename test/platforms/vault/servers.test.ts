import { afterEach, describe, expect, it } from 'vitest';
import { createVault, type VaultClient } from '../../../src/platforms/vault/client.ts';
import { eventually } from '../../house.ts';
import { bao } from './ground/bao.ts';
import { openBaoTrio, openSandboxTrio, type Seal, type Trio } from './ground/trio.ts';

/** What the readiness probe of `deploy/vault/statefulset.yaml` asks. */
const probe = '/v1/sys/health?standbyok=true&perfstandbyok=true';

/** Each server has a seal of its own: the sandbox and a real OpenBao pass the same. */
function contract(open: (seal: Seal) => Promise<Trio>): void {
  let trio: Trio;
  let clients: readonly VaultClient[] = [];
  afterEach(async () => {
    for (const client of clients) await client.close();
    await trio.close();
  });

  async function begin(seal: Seal): Promise<readonly [VaultClient, VaultClient, VaultClient]> {
    trio = await open(seal);
    const [one, two, three] = trio.urls.map((url) =>
      createVault({ origin: () => Promise.resolve({ url }) }),
    );
    clients = [one!, two!, three!];
    await told([501, 501, 501]);
    return [one!, two!, three!];
  }
  const ask = (path: string): Promise<readonly number[]> =>
    Promise.all(trio.urls.map(async (url) => (await fetch(url + path)).status));
  const told = (statuses: readonly number[], path = probe): Promise<void> =>
    eventually(async () => expect(await ask(path)).toEqual(statuses));

  it('opens itself once one is initialised, and is sealed alone until its process begins anew', async () => {
    const [one, two, three] = await begin('static');
    const { rootToken } = await one.init();
    await told([200, 200, 200]);
    await eventually(async () => expect((await three.status()).leader).toBeDefined());
    await told([200, 429, 429], '/v1/sys/health');
    await eventually(async () => expect(await one.as(rootToken).raft.peers()).toHaveLength(3));

    await two.as(rootToken).write(['sys', 'seal'], {}); // a standby seals itself
    await told([200, 503, 200]);
    expect(await two.status()).toMatchObject({ isInitialized: true, isSealed: true });
    await expect(two.as(rootToken).auths()).rejects.toMatchObject({ kind: 'sealed' });
    expect(await three.as(rootToken).auths()).not.toEqual([]); // passed on to who leads
    await trio.restart(1);
    await told([200, 200, 200]);
  });

  it('that people unseal takes its keys by itself, after it has joined', async () => {
    const [one, two] = await begin('shamir');
    const { keys } = await one.init(3, 2);
    await told([503, 501, 501]);
    await expect(two.unseal(keys[0]!)).rejects.toMatchObject({
      facts: { because: expect.stringMatching(/not initialized/) },
    });
    for (const key of keys.slice(1)) await one.unseal(key);
    await told([200, 503, 503]);
    expect(await two.unseal(keys[0]!)).toMatchObject({ isSealed: true, progress: 1, threshold: 2 });
    await two.unseal(keys[1]!);
    await told([200, 200, 503]);
    await trio.restart(1);
    await told([200, 503, 503]);
  });
}

describe('a server of three in the sandbox', { timeout: 60_000 }, () => contract(openSandboxTrio));

describe.skipIf(!bao)(
  `a server of three of a real OpenBao${bao ? '' : ': skipped, there is no bao on PATH or in BAO'}`,
  { timeout: 60_000 },
  () => contract((seal) => openBaoTrio(bao ?? '', seal)),
);
