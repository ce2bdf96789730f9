import { z } from 'zod';
import { toTime, type World } from '../world.ts';
import { bodyOf, type Call, nameOf } from '../api/call.ts';
import { Refusal } from '../api/refusal.ts';
import type { Answer, Route } from '../api/route.ts';

type Version = {
  readonly data: object | null;
  readonly createdAt: number;
  readonly deletedAt?: number;
};

const writeBody = z.object({
  data: z.record(z.string(), z.unknown()),
  options: z.object({ cas: z.number().optional() }).default({}),
});

/** Version 2 of the key-value engine: each write is a version, and a deleted one leaves a mark. */
export function kvRoutes(world: World): readonly Route[] {
  const secrets = new Map<string, readonly Version[]>();

  function read(call: Call): Answer {
    const versions = secrets.get(nameOf(call)) ?? [];
    const number = Number(call.query.get('version') ?? 0) || versions.length;
    const found = versions[number - 1];
    if (!found) throw new Refusal(404);
    const data = { data: found.data, metadata: metadataOf(found, number) };
    return found.data === null ? { raw: { data }, status: 404 } : { data };
  }

  function write(call: Call): Answer {
    const { data, options } = bodyOf(writeBody, call);
    const before = secrets.get(nameOf(call)) ?? [];
    if (options.cas !== undefined && options.cas !== before.length)
      throw new Refusal(400, 'check-and-set parameter did not match the current version');
    const version = { data, createdAt: world.now() };
    secrets.set(nameOf(call), [...before, version]);
    return { data: metadataOf(version, before.length + 1) };
  }

  function remove(call: Call): Answer {
    const before = secrets.get(nameOf(call)) ?? [];
    const last = before.at(-1);
    if (last)
      secrets.set(nameOf(call), [
        ...before.slice(0, -1),
        { ...last, data: null, deletedAt: world.now() },
      ]);
    return undefined;
  }

  function list({ names: [folder = ''] }: Call): Answer {
    const prefix = folder === '' ? '' : `${folder}/`;
    const below = [...secrets.keys()].filter((one) => one.startsWith(prefix));
    if (below.length === 0) throw new Refusal(404);
    const keys = below.map((one) => one.slice(prefix.length).replace(/\/.*$/, '/'));
    return { data: { keys: [...new Set(keys)].toSorted() } };
  }

  return [
    {
      path: /^data\/(.+)$/,
      exists: (call) => secrets.has(nameOf(call)),
      read,
      write,
      delete: remove,
    },
    {
      path: /^metadata(?:\/(.+))?$/,
      list,
      delete: (call) => (secrets.delete(nameOf(call)), undefined),
    },
  ];

  function metadataOf({ createdAt, deletedAt }: Version, version: number): object {
    const deletion_time = deletedAt === undefined ? '' : toTime(deletedAt);
    const created_time = toTime(createdAt);
    return { created_time, custom_metadata: null, deletion_time, destroyed: false, version };
  }
}
