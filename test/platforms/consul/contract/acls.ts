import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../../src/secret.ts';
import type { Subject } from '../subject.ts';

export function describeAcls({ consul, as, raw, id }: Subject): void {
  const name = (what: string): string => id(what).replaceAll('.', '-');
  const list = async (path: string): Promise<Record<string, unknown>[]> =>
    JSON.parse((await raw('GET', `/v1/acl/${path}`)).text);
  const named = async (path: string, wanted: string): Promise<Record<string, unknown>[]> =>
    (await list(path)).filter(({ Name }) => Name === wanted);

  describe('access control', () => {
    const AccessorID = randomUUID();
    const secret = randomUUID();
    const reading =
      'node_prefix "" { policy = "read" }\nservice_prefix "" { policy = "read" } # discovery';

    test('keeps one policy of a name, the last one that was put', async () => {
      await consul.acl.putPolicy({ Name: name('policy'), Rules: 'operator = "read"' });
      await consul.acl.putPolicy({ Name: name('policy'), Rules: reading });
      const [policy, ...others] = await named('policies', name('policy'));
      expect(others).toEqual([]);
      const { text } = await raw('GET', `/v1/acl/policy/${String(policy?.['ID'])}`);
      expect(JSON.parse(text)).toMatchObject({ Rules: reading });
    });

    test('keeps one policy when two put it at once', async () => {
      const policy = { Name: name('race'), Rules: reading };
      await Promise.all([1, 2, 3].map(() => consul.acl.putPolicy(policy)));
      expect(await named('policies', name('race'))).toHaveLength(1);
    });

    test('takes a token with the secret that was chosen, and again', async () => {
      const Policies = [{ Name: name('policy') }];
      const token = { AccessorID, SecretID: new Secret(secret), Description: 'first', Policies };
      await consul.acl.putToken(token);
      await consul.acl.putToken({ ...token, Description: 'second' });
      const found = (await list('tokens')).filter((one) => one['AccessorID'] === AccessorID);
      expect(found).toEqual([expect.objectContaining({ Description: 'second' })]);
    });

    test('never changes the secret of a token', async () => {
      const SecretID = new Secret(randomUUID());
      const put = consul.acl.putToken({ AccessorID, SecretID, Description: '', Policies: [] });
      await expect(put).rejects.toMatchObject({ kind: 'conflict' });
    });

    test('lets a token do what its policy says, and no more', async () => {
      const reader = as(secret);
      await expect
        .poll(async () => (await reader.services()).value.map((one) => one.name))
        .toContain('consul');
      const writing = reader.register({ Node: id('node'), Address: '192.0.2.9' });
      await expect(writing).rejects.toMatchObject({
        kind: 'forbidden',
        facts: { because: expect.stringContaining('Permission denied') },
      });
      await expect(reader.health()).rejects.toMatchObject({ kind: 'forbidden' });
      const policy = { Name: name('more'), Rules: 'acl = "write"' };
      await expect(reader.acl.putPolicy(policy)).rejects.toMatchObject({ kind: 'forbidden' });
      await reader.close();
    });

    test('shows nobody what they may not see', async () => {
      const nobody = as('');
      expect((await nobody.services()).value).toEqual([]);
      expect((await nobody.instances('consul')).value).toEqual([]);
      await nobody.close();
    });

    test('refuses a token that it does not know', async () => {
      const stranger = as(randomUUID());
      await expect(stranger.services()).rejects.toMatchObject({ kind: 'forbidden' });
      await stranger.close();
    });

    test('lets the anonymous token be given a policy', async () => {
      const anonymous = '00000000-0000-0000-0000-000000000002';
      const Policies = [{ Name: name('policy') }];
      const token = { AccessorID: anonymous, Description: 'DNS' };
      await consul.acl.putToken({ ...token, Policies });
      const nobody = as('');
      await expect.poll(async () => (await nobody.services()).value.length).toBeGreaterThan(0);
      await consul.acl.putToken({ ...token, Policies: [] });
      await nobody.close();
    });

    test('keeps one role of a name', async () => {
      const role = { Name: name('role'), Policies: [{ Name: name('policy') }] };
      await consul.acl.putRole(role);
      await consul.acl.putRole({ ...role, Description: 'again' });
      expect(await named('roles', name('role'))).toEqual([
        expect.objectContaining({ Description: 'again' }),
      ]);
    });

    test('keeps one sign-in method of a name, and one rule of a kind', async () => {
      const { publicKey } = generateKeyPairSync('ec', {
        namedCurve: 'P-256',
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      });
      const method = {
        Name: name('jwt'),
        Type: 'jwt' as const,
        TokenLocality: 'local' as const,
        Config: {
          JWTValidationPubKeys: [publicKey],
          BoundAudiences: ['consul.io'],
          ClaimMappings: { nomad_service: 'nomad_service' },
        },
      };
      await consul.acl.putAuthMethod(method);
      await consul.acl.putAuthMethod(method);
      expect(await named('auth-methods', name('jwt'))).toHaveLength(1);
      const rule = {
        AuthMethod: name('jwt'),
        BindType: 'service' as const,
        BindName: '${value.nomad_service}',
        Selector: '"nomad_service" in value',
      };
      await consul.acl.putBindingRule(rule);
      await consul.acl.putBindingRule(rule);
      await consul.acl.putBindingRule({ ...rule, Selector: 'value.nomad_service == "x"' });
      expect(await list(`binding-rules?authmethod=${name('jwt')}`)).toHaveLength(2);
    });

    test.each([
      ['policy', '{"Rules":""}', 'Invalid Policy: no Name is set'],
      ['policy', '{"Name":"has space"}', 'Invalid Policy: invalid Name.'],
      ['policy', '{"Name":"bad","Rules":"zz {"}', 'Failed to parse ACL rules: '],
      ['token', '{"Policies":[{"Name":"nope"}]}', 'No such ACL policy with name "nope"'],
      ['token', '{"SecretID":"short"}', 'not a valid UUID'],
      ['auth-method', '{"Name":"x","Type":"zzz"}', 'Invalid Auth Method: Type should be one of: ['],
      ['binding-rule', '{"AuthMethod":"nope"}', 'cannot find auth method with name "nope"'],
    ])('refuses the %s %s', async (path, body, because) => {
      const { status, text } = await raw('PUT', `/v1/acl/${path}`, body);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).toContain(because);
    });
  });
}
