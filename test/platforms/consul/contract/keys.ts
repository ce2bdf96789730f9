import { describe, expect, test } from 'vitest';
import type { Subject } from '../subject.ts';

export function describeKeys({ raw, id }: Subject): void {
  const key = (name: string): string => `/v1/kv/${id('keys')}/${name}`;

  describe('the key-value store', () => {
    test('keeps a value, in base64 and as it is', async () => {
      expect(await raw('PUT', `${key('a/b')}?flags=42`, 'hello')).toMatchObject({ status: 200 });
      const [value] = JSON.parse((await raw('GET', key('a/b'))).text);
      expect(value).toMatchObject({ Flags: 42, Value: 'aGVsbG8=', LockIndex: 0 });
      expect((await raw('GET', `${key('a/b')}?raw`)).text).toBe('hello');
    });

    test('writes only at the index that was seen', async () => {
      const put = async (cas: number): Promise<boolean> =>
        JSON.parse((await raw('PUT', `${key('cas')}?cas=${cas}`, 'x')).text);
      expect(await put(1)).toBe(false);
      expect(await put(0)).toBe(true);
      expect(await put(0)).toBe(false);
      const [{ ModifyIndex }] = JSON.parse((await raw('GET', key('cas'))).text);
      expect(await put(ModifyIndex)).toBe(true);
    });

    test('lists keys, as far as a separator', async () => {
      await raw('PUT', key('a/c'), '');
      const keys = async (query: string): Promise<unknown> =>
        JSON.parse((await raw('GET', `${key('')}?keys${query}`)).text);
      const under = (name: string): string => `${id('keys')}/${name}`;
      expect(await keys('')).toEqual([under('a/b'), under('a/c'), under('cas')]);
      expect(await keys('&separator=/')).toEqual([under('a/'), under('cas')]);
    });

    test('removes a key or all under a prefix, and says 404 with nothing for what is gone', async () => {
      expect((await raw('DELETE', key('cas'))).text.trim()).toBe('true');
      const gone = await raw('GET', key('cas'));
      expect(gone).toMatchObject({ status: 404, text: '' });
      expect(Number(gone.headers.get('x-consul-index'))).toBeGreaterThan(0);
      await raw('DELETE', `${key('')}?recurse`);
      expect(await raw('GET', `${key('')}?recurse`)).toMatchObject({ status: 404, text: '' });
    });
  });
}
