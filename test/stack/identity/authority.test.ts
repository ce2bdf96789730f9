import { randomBytes, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAuthority, issueLeaf, type Pair } from '../../../src/stack/identity/authority.ts';
import { serverNames } from '../../../src/stack/identity/server-names.ts';
import { handshake } from './handshake.ts';

const chance = { clock: () => Date.now(), random: randomBytes };
let ca: Pair;
let stranger: Pair;
let consul: Pair;
beforeAll(async () => {
  [ca, stranger] = await Promise.all([createAuthority(chance), createAuthority(chance)]);
  consul = await issueLeaf(ca, serverNames('consul'), chance);
});

describe('a connection over TLS', () => {
  it.each(['server.dc1.consul', 'consul.consul.svc', 'consul-2-peer.consul.svc', 'localhost'])(
    'is made to %s by who trusts the CA',
    async (servername) => {
      await expect(handshake(consul, { ca: ca.certificate, servername })).resolves.toBe('hello');
    },
  );

  it('is made to an address in the certificate', async () => {
    await expect(handshake(consul, { ca: ca.certificate })).resolves.toBe('hello');
  });

  it('is refused for a name that is not the server’s', async () => {
    const caller = { ca: ca.certificate, servername: 'server.global.nomad' };
    await expect(handshake(consul, caller)).rejects.toThrow(/does not match certificate/);
  });

  it('is refused without the CA, and with another', async () => {
    const servername = 'localhost';
    await expect(handshake(consul, { servername })).rejects.toThrow(/unable to verify|self-signed/);
    await expect(handshake(consul, { ca: stranger.certificate, servername })).rejects.toThrow(
      /unable to verify|self-signed|signature/,
    );
  });

  it('is mutual where both come from the CA, and only there', async () => {
    const mutual = { ca: ca.certificate, requestCert: true, rejectUnauthorized: true };
    const call = { ca: ca.certificate, servername: 'localhost' };
    const nomad = await issueLeaf(ca, serverNames('nomad'), chance);
    await expect(handshake(consul, { ...call, pair: nomad }, mutual)).resolves.toBe('hello');
    const fake = await issueLeaf(stranger, serverNames('nomad'), chance);
    await expect(handshake(consul, { ...call, pair: fake }, mutual)).rejects.toThrow(
      /alert|hung up|reset/,
    );
    await expect(handshake(consul, call, mutual)).rejects.toThrow(/alert|hung up|reset/);
  });
});

describe('a certificate', () => {
  it('is of elliptic curve P-256, for ninety days, from a little before now', () => {
    const { publicKey, validFrom, validTo, ca: isCa } = new X509Certificate(consul.certificate);
    expect(publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    const days = (Date.parse(validTo) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(89.9);
    expect(days).toBeLessThanOrEqual(90);
    expect(Date.parse(validFrom)).toBeLessThan(Date.now() - 4 * 60_000);
    expect(isCa).toBe(false);
  });

  it('has every name as a subject alternative name', () => {
    const { subjectAltName = '' } = new X509Certificate(consul.certificate);
    for (const name of serverNames('consul').filter((one) => one !== '::1'))
      expect(subjectAltName).toContain(name);
    expect(subjectAltName).toContain('IP Address:127.0.0.1');
    expect(subjectAltName).toContain('IP Address:0:0:0:0:0:0:0:1');
  });

  it('does not outlive its CA', async () => {
    const late = { ...chance, clock: () => Date.now() + 3_640 * 86_400_000 };
    const { certificate } = await issueLeaf(ca, ['localhost'], late);
    expect(new X509Certificate(certificate).validTo).toBe(
      new X509Certificate(ca.certificate).validTo,
    );
  });

  it('has a serial number of its own, and never a negative one', async () => {
    const full = { ...chance, random: (count: number): Buffer => Buffer.alloc(count, 0xff) };
    const { certificate } = await issueLeaf(ca, ['localhost'], full);
    expect(new X509Certificate(certificate).serialNumber).toBe(`7F${'FF'.repeat(15)}`);
    const serials = [consul, await issueLeaf(ca, ['localhost'], chance)].map(
      (pair) => new X509Certificate(pair.certificate).serialNumber,
    );
    expect(new Set(serials).size).toBe(2);
  });
});

it('makes a CA of ten years that may sign no further CA', () => {
  const { ca: isCa, subject, issuer, validTo } = new X509Certificate(ca.certificate);
  expect(isCa).toBe(true);
  expect(subject).toBe(issuer);
  expect(subject).not.toBe(new X509Certificate(stranger.certificate).subject);
  expect((Date.parse(validTo) - Date.now()) / 86_400_000).toBeCloseTo(3_650, 0);
});
