import type { Kv } from '../kv.ts';
import { type Call, hasFlag } from './call.ts';
import { denied, Refusal } from './refusal.ts';
import type { Answer, Route } from './route.ts';

/** The key is all of the path after `kv/`, slashes included. */
export function kvRoutes(): readonly Route[] {
  return [{ path: /^\/v1\/kv\/(.*)$/, get: read, put: write, delete: remove }];
}

function read(call: Call): Answer {
  const { kv } = call.datacenter;
  const [key = ''] = call.names;
  const index = kv.index();
  if (hasFlag(call, 'keys')) return { body: orAbsent(keysUnder(call, kv, key), index), index };
  if (hasFlag(call, 'recurse')) {
    const readable = kv.under(key).filter(({ Key }) => call.may('key', 'read', Key));
    return { body: orAbsent(readable, index), index };
  }
  if (key === '') throw new Refusal(400, 'Missing key name');
  if (!call.may('key', 'read', key)) throw denied();
  const value = kv.get(key);
  if (!value) throw new Refusal(404, '', index);
  if (hasFlag(call, 'raw'))
    return { text: Buffer.from(value.Value ?? '', 'base64').toString(), index };
  return { body: [value], index };
}

/** With a separator: only as far as the first one after the prefix. */
function keysUnder(call: Call, kv: Kv, prefix: string): readonly string[] {
  const separator = call.query.get('separator') ?? '';
  const keys = kv
    .under(prefix)
    .filter(({ Key }) => call.may('key', 'read', Key))
    .map(({ Key }) => {
      const end = separator === '' ? -1 : Key.indexOf(separator, prefix.length);
      return end < 0 ? Key : Key.slice(0, end + separator.length);
    });
  return [...new Set(keys)];
}

function orAbsent<T>(found: readonly T[], index: number): readonly T[] {
  if (found.length > 0) return found;
  throw new Refusal(404, '', index);
}

function write(call: Call): Answer {
  const [key = ''] = call.names;
  if (key === '') throw new Refusal(400, 'Missing key name');
  if (!call.may('key', 'write', key)) throw denied();
  const flags = numberOf(call, 'flags') ?? 0;
  return { body: call.datacenter.kv.put(key, call.body, flags, numberOf(call, 'cas')) };
}

function remove(call: Call): Answer {
  const { kv } = call.datacenter;
  const [key = ''] = call.names;
  const isTree = hasFlag(call, 'recurse');
  if (key === '' && !isTree) throw new Refusal(400, 'Missing key name');
  if (!call.may('key', 'write', key)) throw denied();
  if (!isTree) return { body: kv.remove(key, numberOf(call, 'cas')) };
  kv.removeUnder(key);
  return { body: true };
}

function numberOf({ query }: Call, name: string): number | undefined {
  const given = query.get(name);
  if (given === null || /^\d+$/.test(given)) return given === null ? undefined : Number(given);
  throw new Refusal(500, `strconv.ParseUint: parsing "${given}": invalid syntax`);
}
