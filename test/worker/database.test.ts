import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../src/secret.ts';
import { createAuthority, issueLeaf, type Pair } from '../../src/stack/identity/authority.ts';
import { createOpenDatabase } from '../../src/worker/database.ts';
import { mariadb, openMariadb } from '../platforms/vault/ground/mariadb.ts';
import { openPostgres, postgres } from '../platforms/vault/ground/postgres.ts';

type Opened = Awaited<ReturnType<typeof openPostgres>>;

const login = { username: 'judge', password: new Secret('first-password-of-the-superuser') };
const chance = { clock: Date.now, random: randomBytes };

describe.each([
  { name: 'PostgreSQL', program: postgres, open: openPostgres },
  { name: 'MariaDB', program: mariadb, open: openMariadb },
])('a real $name', ({ name, program, open }) => {
  if (!program) {
    it.skip(`SKIPPED: there is no ${name}`, () => undefined);
    return;
  }

  describe('with TLS', () => {
    let ours: Pair;
    let server: Opened;
    let impostor: Opened;

    beforeAll(async () => {
      ours = await createAuthority(chance);
      const [own, another] = await Promise.all(
        ['localhost', 'elsewhere.test'].map((host) => issueLeaf(ours, [host], chance)),
      );
      [server, impostor] = await Promise.all([open(own), open(another)]);
    }, 60_000);
    afterAll(async () => {
      await server?.close();
      await impostor?.close();
    });
    const byName = ({ url }: Opened): string => url.replace('127.0.0.1', 'localhost');

    it('is spoken to over TLS, for it takes nobody without', async () => {
      const database = await createOpenDatabase({ url: server.url })(login);
      expect(await database.guests()).toEqual([]);
      await database.close();
    });

    it('is believed with the CA that signed its certificate, and with no other', async () => {
      const url = byName(server);
      const database = await createOpenDatabase({ url, ca: ours.certificate })(login);
      expect(await database.guests()).toEqual([]);
      await database.close();
      const stranger = await createAuthority(chance);
      await expect(
        createOpenDatabase({ url, ca: stranger.certificate })(login),
      ).rejects.toMatchObject({
        name: 'Failure',
        facts: { because: expect.stringMatching(/certificate|signature/i) },
      });
    });

    it('is not believed under a name that its certificate does not have', async () => {
      await expect(
        createOpenDatabase({ url: byName(impostor), ca: ours.certificate })(login),
      ).rejects.toMatchObject({
        name: 'Failure',
        facts: { because: expect.stringMatching(/altnames/i) },
      });
    });
  });

  describe('without TLS', () => {
    let server: Opened;
    beforeAll(async () => {
      server = await open();
    }, 60_000);
    afterAll(() => server?.close());

    it('is spoken to in plain text only where no CA was asked for', async () => {
      const { url } = server;
      const database = await createOpenDatabase({ url })(login);
      expect(await database.guests()).toEqual([]);
      await database.close();
      const { certificate: ca } = await createAuthority(chance);
      await expect(createOpenDatabase({ url, ca })(login)).rejects.toMatchObject({
        name: 'Failure',
      });
    });
  });
});
