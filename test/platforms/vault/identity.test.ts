import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createVault, type VaultClient } from '../../../src/platforms/vault/client.ts';
import { createIdentity, type Identity } from '../../../src/platforms/vault/identity.ts';
import type { Vault } from '../../../src/platforms/vault/vault.ts';
import { openSandbox, type SandboxGround } from './ground/sandbox.ts';
import { prepare, type Prepared } from './ground/prepare.ts';

let ground: SandboxGround;
let ready: Prepared;
let vault: VaultClient;
let identity: Identity;
let logins: number;

beforeEach(async () => {
  ground = await openSandbox();
  ready = await prepare(ground, ground.database);
  logins = 0;
  const origin = Promise.resolve({ url: ground.url });
  vault = createVault({
    origin: () => origin,
    tokens: (open: Vault) => {
      identity = createIdentity({
        vault: open,
        role: 'hashinetes',
        readJwt: () => {
          logins += 1;
          return ready.jwt('hashinetes');
        },
        clock: ground.now,
        random: () => 0,
      });
      return identity;
    },
  });
});
afterEach(async () => {
  vi.useRealTimers();
  await vault.close();
  await ready.vault.close();
  await ground.close();
});

it('logs in once for many calls, when the first is made', async () => {
  expect(logins).toBe(0);
  await vault.status();
  expect(logins).toBe(0); // nobody needs a token to ask how it is
  await Promise.all([vault.roles(), vault.roles(), vault.countLeases()]);
  expect(logins).toBe(1);
});

it('renews its token before it ends, with jitter, and does not log in for that', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await vault.roles();
  const token = await identity.take();
  await ground.pass(300);
  await vi.advanceTimersByTimeAsync(300_000); // half of ten minutes, with a random of 0
  vi.useRealTimers();
  await vi.waitFor(async () => {
    const left = token && (await ready.vault.as(token).whoAmI()).ttlSeconds;
    expect(left).toBeGreaterThan(590); // of which five minutes had passed
  });
  expect(await identity.take()).toBe(token);
  expect(logins).toBe(1);
});

it('logs in again when its token is refused, but not when the deed is', async () => {
  await vault.roles();
  await vault.revokeSelf();
  expect(await vault.roles()).toEqual(['observer', 'worker']);
  expect(logins).toBe(2);
  await expect(vault.issue('worker')).rejects.toMatchObject({ kind: 'forbidden' });
  expect(logins).toBe(2);
});

it('logs in again after its token has ended', async () => {
  await vault.roles();
  await ground.pass(3_600);
  expect(await vault.roles()).toEqual(['observer', 'worker']);
  expect(logins).toBe(2);
});

it('tells that Vault is sealed or away, and works on when it is back', async () => {
  ground.sandbox.close();
  await expect(vault.roles()).rejects.toMatchObject({ kind: 'sealed' });
  expect(await vault.status()).toMatchObject({ isSealed: true });
  await ready.unseal();
  expect(await vault.roles()).toEqual(['observer', 'worker']);
  ground.pods.setReady();
  await expect(vault.roles()).rejects.toMatchObject({ kind: 'unreachable' });
  ground.pods.setReady('vault-0', 'vault-1');
  await ready.unseal(); // with Shamir's keys, who comes back is sealed
  expect(await vault.roles()).toEqual(['observer', 'worker']);
});

it('gives its token back at the end', async () => {
  await vault.roles();
  const token = await identity.take();
  await vault.close();
  if (!token) throw new Error('There was no token');
  await expect(ready.vault.as(token).whoAmI()).rejects.toMatchObject({ kind: 'forbidden' });
});
