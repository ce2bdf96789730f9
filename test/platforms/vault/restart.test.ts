import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bao, type BaoGround, openBao } from './ground/bao.ts';
import type { DatabaseGround } from './ground/ground.ts';
import { openPostgres, postgres } from './ground/postgres.ts';
import { prepare, type Prepared } from './ground/prepare.ts';

const missing = [...(bao ? [] : ['bao on PATH or in BAO']), ...(postgres ? [] : ['PostgreSQL'])];

describe.skipIf(missing.length > 0)(
  `a real OpenBao that unseals itself${missing.length > 0 ? `: skipped, there is no ${missing.join(' and no ')}` : ''}`,
  () => {
    let ground: BaoGround;
    let database: DatabaseGround & { close: () => Promise<void> };
    let ready: Prepared;

    beforeAll(async () => {
      [ground, database] = await Promise.all([openBao('static'), openPostgres()]);
      ready = await prepare(ground, database, '4s');
    }, 60_000);
    afterAll(async () => {
      await ready?.vault.close();
      await ground?.close();
      await database?.close();
    });

    it('comes back by itself after a restart, and ends what it had leased', async () => {
      const { vault, root } = ready;
      expect(await vault.status()).toMatchObject({ sealType: 'static', isSealed: false });
      const token = await vault.login('worker', await ready.jwt('worker'));
      const { username } = await vault.as(token.token).issue('worker');
      await ground.restart();
      await ready.unseal(); // waits for a leader; nobody gives a key
      expect(await vault.status()).toMatchObject({ isSealed: false });
      expect((await vault.as(token.token).whoAmI()).accessor).toBe(token.accessor);
      await expect.poll(() => database.guests(), { timeout: 8_000 }).not.toContain(username);
      expect(await root.countLeases()).toBe(0);
    });
  },
);
