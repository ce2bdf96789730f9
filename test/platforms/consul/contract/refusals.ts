import { describe, expect, test } from 'vitest';
import type { Subject } from '../subject.ts';

export function describeRefusals({ consul, raw, id }: Subject): void {
  describe('refusals', () => {
    test('a datacenter that nobody knows is absent', async () => {
      const place = { kind: 'datacenter', name: 'dc9' } as const;
      await expect(consul.instances('consul', place)).rejects.toMatchObject({
        kind: 'absent',
        facts: { platform: 'consul', because: 'No path to datacenter' },
      });
      await expect(consul.find('consul', 'dc9')).rejects.toMatchObject({
        kind: 'absent',
        facts: { what: 'place called dc9' },
      });
    });

    test('a registration without an address is invalid', async () => {
      const registering = consul.register({ Node: id('bare'), Address: '' });
      await expect(registering).rejects.toMatchObject({
        kind: 'invalid',
        facts: { because: 'Must provide address if SkipNodeUpdate is not set' },
      });
    });

    test('a name that would leave its place is invalid', async () => {
      await expect(consul.instances('..')).rejects.toMatchObject({ kind: 'invalid' });
      await expect(consul.instances('')).rejects.toMatchObject({ kind: 'invalid' });
    });

    test('a name with a way out in it is refused, or found to be nobody', async () => {
      const found = await consul.instances('x/../consul').then(
        ({ value }) => value,
        ({ kind }) => kind,
      );
      expect([[], 'invalid']).toContainEqual(found);
    });

    test.each([
      ['GET', '/v1/nope', undefined, 404, ''],
      ['GET', '/v1/health/service/', undefined, 400, 'Missing service name'],
      ['GET', '/v1/catalog/services?index=x', undefined, 400, 'Invalid index'],
      ['GET', '/v1/catalog/services?index=5&wait=zz', undefined, 400, 'Invalid wait time'],
      ['GET', '/v1/catalog/services?index=5&wait=10', undefined, 400, 'Invalid wait time'],
      ['POST', '/v1/catalog/services', undefined, 405, 'method POST not allowed'],
      ['GET', '/v1/catalog/services?dc=dc9', undefined, 500, 'No path to datacenter'],
      ['GET', '/v1/health/service/consul?passing=zz', undefined, 400, 'Invalid value for ?passing'],
      ['PUT', '/v1/catalog/register', '{"Node":""}', 500, 'Must provide '],
      ['PUT', '/v1/catalog/register', 'junk', 400, 'Request decode failed: invalid character '],
      ['PUT', '/v1/catalog/register', '', 400, 'Request decode failed: EOF'],
      ['PUT', '/v1/catalog/deregister', '{}', 500, 'Must provide node'],
      ['PUT', '/v1/agent/service/register', '{"ID":"x"}', 400, 'Missing service name'],
      ['GET', '/v1/kv/', undefined, 400, 'Missing key name'],
      ['PUT', '/v1/kv/x?cas=q', '1', 500, 'strconv.ParseUint: parsing "q": invalid syntax'],
      ['PUT', '/v1/acl/bootstrap', '', 403, 'Permission denied: ACL bootstrap no longer allowed'],
      [
        'GET',
        '/v1/health/service/consul?filter=Banana==1',
        undefined,
        500,
        'Failed to create boolean expression evaluator: Selector "Banana" is not valid',
      ],
    ])('%s %s %s is %i', async (method, path, body, status, text) => {
      const answer = await raw(method, path, body);
      expect(answer.status).toBe(status);
      expect(answer.text).toContain(text);
    });

    test('a namespace needs another edition', async () => {
      const answer = await raw('GET', '/v1/catalog/services?ns=team');
      expect(answer.status).toBe(400);
      expect(answer.text).toContain('Namespaces are a Consul Enterprise feature');
    });
  });
}
