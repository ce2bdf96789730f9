import { SignJWT, createLocalJWKSet, exportJWK, generateKeyPair, importJWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type GoogleAuth,
  type Knock,
  createAdmission,
} from '../../../src/channels/google/admission.ts';
import { createGoogleKeys } from '../../../src/channels/google/signature.ts';
import { Secret } from '../../../src/secret.ts';

type Claims = Readonly<Record<string, unknown>>;

const now = Date.UTC(2026, 10, 22, 12);
const seconds = now / 1_000;
const fair: Claims = {
  iss: 'https://accounts.google.com',
  aud: 'my-project',
  jti: 'token-1',
  nbf: seconds - 60,
  iat: seconds - 60,
  exp: seconds + 3_600,
};

let google: Awaited<ReturnType<typeof generateKeyPair>>;
let keys: ReturnType<typeof createLocalJWKSet>;

beforeAll(async () => {
  google = await generateKeyPair('RS256', { extractable: true });
  keys = createLocalJWKSet({
    keys: [{ ...(await exportJWK(google.publicKey)), kid: 'k1' }],
  });
});

const sign = (claims: Claims = {}, header = {}, key = google.privateKey): Promise<string> =>
  new SignJWT({ ...fair, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'k1', ...header })
    .sign(key);

const knock = (headers: Knock['headers'] = {}, more: Partial<Knock> = {}): Knock => ({
  peer: '203.0.113.7',
  headers: { host: 'hashinetes.example.com', ...headers },
  body: Buffer.from('{}'),
  ...more,
});

function admission(auth: GoogleAuth, clock = () => now) {
  return createAdmission({ keys, ...auth }, { clock, log: () => {} });
}

describe('without a project id and a secret', () => {
  const admit = admission({});

  it.each([
    ['127.0.0.1', 'localhost:8080'],
    ['::1', '[::1]:8080'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['127.8.9.1', 'hashinetes.localhost'],
  ])('this machine is served: %s to %s', async (peer, host) => {
    await expect(admit(knock({ host }, { peer }))).resolves.toBeUndefined();
  });

  it.each<[string, Partial<Knock>, Knock['headers']]>([
    ['another machine', { peer: '10.0.0.5' }, {}],
    ['nobody known', { peer: undefined }, {}],
    ['a peer that only looks local', { peer: '127.0.0.1.evil.example' }, {}],
    ['a proxy', {}, { 'x-forwarded-for': '203.0.113.9' }],
    ['a proxy that says so by the book', {}, { forwarded: 'for=203.0.113.9' }],
    ['a tunnel', {}, { via: '1.1 tunnel' }],
    ['a tunnel of a content network', {}, { 'cf-connecting-ip': '203.0.113.9' }],
    ['a page that rebinds its name', {}, { host: 'evil.example:8080' }],
    ['a page whose name begins like ours', {}, { host: 'localhost.evil.example' }],
    ['a request to no name', {}, { host: undefined }],
  ])('%s is not', async (_who, more, headers) => {
    const local = { peer: '127.0.0.1', ...more };
    await expect(admit(knock({ host: '127.0.0.1:8080', ...headers }, local))).rejects.toMatchObject(
      {
        status: 403,
        field: 'peer',
        remedy: expect.stringContaining('configure a project id or a shared secret'),
      },
    );
  });
});

describe('with a shared secret', () => {
  const admit = admission({
    sharedSecret: { header: 'X-Hashinetes-Key', value: new Secret('open sesame') },
  });

  it('its holder is served from anywhere', async () => {
    await expect(admit(knock({ 'x-hashinetes-key': 'open sesame' }))).resolves.toBeUndefined();
  });

  it.each([
    {},
    { 'x-hashinetes-key': 'open' },
    { 'x-hashinetes-key': '' },
    { 'x-hashinetes-key': ['open sesame'] },
  ])('nobody else is, not even this machine: %j', async (headers) => {
    const local = { peer: '127.0.0.1' };
    await expect(admit(knock({ host: 'localhost', ...headers }, local))).rejects.toMatchObject({
      status: 403,
      field: 'X-Hashinetes-Key',
    });
  });
});

describe('with a project id', () => {
  const auth = { projectId: 'my-project' };
  const signed = async (token: Promise<string>, admit = admission(auth), body = '{}') =>
    admit(knock({ 'google-assistant-signature': await token }, { body: Buffer.from(body) }));

  it('what Google signed for it is served, and the turn has the token’s id', async () => {
    await expect(signed(sign())).resolves.toBe('token-1');
    await expect(signed(sign({ iss: 'accounts.google.com' }))).resolves.toBe('token-1');
  });

  it('clocks may differ by five minutes', async () => {
    await expect(signed(sign({ exp: seconds - 290 }))).resolves.toBe('token-1');
    await expect(signed(sign({ iat: seconds + 290, nbf: seconds + 290 }))).resolves.toBe('token-1');
  });

  it.each<[string, Claims]>([
    ['another project', { aud: 'their-project' }],
    ['several projects', { aud: ['my-project', 'their-project'] }],
    ['a list of one project', { aud: ['my-project'] }],
    ['no project', { aud: undefined }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['an hour that is over', { exp: seconds - 301 }],
    ['an hour to come', { nbf: seconds + 301 }],
    ['a future issue', { iat: seconds + 301 }],
    ['last week, for ever', { iat: seconds - 7 * 86_400, exp: seconds + 86_400 }],
    ['no end', { exp: undefined }],
    ['no beginning', { iat: undefined }],
    ['no id', { jti: undefined }],
    ['an empty id', { jti: '' }],
    ['an endless id', { jti: 'x'.repeat(257) }],
    ['a service account', { sub: '1234567890' }],
    ['a service account’s client', { azp: 'robot@their-project.iam.gserviceaccount.com' }],
    ['a person', { email: 'someone@example.com' }],
  ])('a token for %s is refused', async (_what, claims) => {
    await expect(signed(sign(claims))).rejects.toMatchObject({
      status: 403,
      field: 'google-assistant-signature',
    });
  });

  it('a token of another key, of another algorithm, unsigned or missing is refused', async () => {
    const stranger = await generateKeyPair('RS256');
    const hmac = new SignJWT(fair)
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(new Uint8Array(32));
    const [, claims] = (await sign()).split('.');
    const none = `${Buffer.from('{"alg":"none","kid":"k1"}').toString('base64url')}.${claims}.`;
    const sameKey = await importJWK(await exportJWK(google.privateKey), 'PS256');
    const pss = new SignJWT(fair).setProtectedHeader({ alg: 'PS256', kid: 'k1' }).sign(sameKey);
    const refused = { status: 403, field: 'google-assistant-signature' };
    await expect(signed(pss)).rejects.toMatchObject(refused);
    await expect(signed(sign({}, {}, stranger.privateKey))).rejects.toMatchObject(refused);
    await expect(signed(sign({}, { kid: 'k2' }))).rejects.toMatchObject(refused);
    await expect(signed(hmac)).rejects.toMatchObject(refused);
    await expect(signed(Promise.resolve(none))).rejects.toMatchObject(refused);
    await expect(signed(Promise.resolve('not.a.token'))).rejects.toMatchObject(refused);
    await expect(admission(auth)(knock())).rejects.toMatchObject(refused);
  });

  it('this machine is refused like any other', async () => {
    const local = knock({ host: 'localhost' }, { peer: '127.0.0.1' });
    await expect(admission(auth)(local)).rejects.toMatchObject({ status: 403 });
  });

  it('the same request again is the same turn; another body with its token is refused', async () => {
    const admit = admission(auth);
    await expect(signed(sign(), admit)).resolves.toBe('token-1');
    await expect(signed(sign(), admit)).resolves.toBe('token-1');
    await expect(signed(sign(), admit, '{"a":1}')).rejects.toMatchObject({ status: 403 });
    await expect(signed(sign({ jti: 'token-2' }), admit, '{"a":1}')).resolves.toBe('token-2');
  });

  it('the same request an hour later is refused', async () => {
    let later = 0;
    const admit = admission(auth, () => now + later);
    await signed(sign(), admit);
    later = 3_600_000;
    await expect(signed(sign(), admit)).rejects.toMatchObject({ status: 403 });
  });

  it('nobody is served while Google’s keys can not be had', async () => {
    const unreachable = createGoogleKeys(new URL('http://127.0.0.1:9/certs'));
    const admit = admission({ ...auth, keys: unreachable });
    await expect(signed(sign(), admit)).rejects.toMatchObject({ status: 403 });
  });

  it('and a shared secret, both are needed', async () => {
    const sharedSecret = { header: 'x-key', value: new Secret('open sesame') };
    const admit = admission({ ...auth, sharedSecret });
    const signature = { 'google-assistant-signature': await sign() };
    await expect(admit(knock({ ...signature, 'x-key': 'open sesame' }))).resolves.toBe('token-1');
    await expect(admit(knock(signature))).rejects.toMatchObject({ field: 'x-key' });
    await expect(admit(knock({ 'x-key': 'open sesame' }))).rejects.toMatchObject({
      field: 'google-assistant-signature',
    });
  });
});

describe('a configuration with an empty value', () => {
  it.each<[GoogleAuth, string]>([
    [{ projectId: '' }, 'project id is empty'],
    [{ projectId: ' ' }, 'project id is empty'],
    [
      { sharedSecret: { header: '', value: new Secret('open sesame') } },
      'needs a header name and a value',
    ],
    [
      { sharedSecret: { header: 'x-key', value: new Secret('') } },
      'needs a header name and a value',
    ],
  ])('refuses to start: %j', (auth, message) => {
    expect(() => admission(auth)).toThrow(message);
  });
});
