import { z } from 'zod';
import { bodyOf, type Call, nameOf } from '../api/call.ts';
import { Refusal } from '../api/refusal.ts';
import type { Answer, Route } from '../api/route.ts';
import type { Mount, Mounts } from '../core/mounts.ts';

const order = z.object({
  type: z.string(),
  description: z.string().optional(),
  options: z.record(z.string(), z.string()).nullish(),
});

/** `sys/auth` and `sys/mounts`: the same table, seen from two sides. */
export function mountRoutes(mounts: () => Mounts): readonly Route[] {
  const table = (isOurs: (mount: Mount) => boolean, prefix: string): Answer => {
    const entries = mounts()
      .list()
      .filter(isOurs)
      .map((mount) => [mount.path.slice(prefix.length), describe(mount)]);
    return { data: Object.fromEntries(entries) };
  };
  const enable = (call: Call, prefix: string): Answer => {
    const { type, description, options } = bodyOf(order, call);
    const path = `${prefix}${nameOf(call)}/`;
    mounts().mount({
      path,
      type,
      ...(description !== undefined && { description }),
      ...(options && { options }),
    });
    return undefined;
  };
  const disable = (call: Call, prefix: string): Answer => {
    mounts().unmount(`${prefix}${nameOf(call)}/`);
    return undefined;
  };
  const show = (call: Call, prefix: string): Answer => {
    const name = nameOf(call);
    const found = mounts()
      .list()
      .find(({ path }) => path === `${prefix}${name}/`);
    if (found) return { data: describe(found) };
    const kind = prefix === '' ? 'secret' : 'auth';
    throw new Refusal(400, `No ${kind} engine mount at ${name}/`);
  };

  return [
    { path: /^auth$/, read: () => table(isAuth, 'auth/') },
    { path: /^mounts$/, read: () => table((mount) => !isAuth(mount), '') },
    {
      path: /^auth\/(.+)$/,
      sudo: true,
      read: (call) => show(call, 'auth/'),
      write: (call) => enable(call, 'auth/'),
      delete: (call) => disable(call, 'auth/'),
    },
    {
      path: /^mounts\/(.+)$/,
      read: (call) => show(call, ''),
      write: (call) => enable(call, ''),
      delete: (call) => disable(call, ''),
    },
  ];
}

function isAuth({ path }: Mount): boolean {
  return path.startsWith('auth/');
}

function describe({ type, accessor, description, options, uuid }: Mount): object {
  return {
    type,
    accessor,
    description,
    options,
    uuid,
    config: { default_lease_ttl: 0, max_lease_ttl: 0, force_no_cache: false },
    local: type === 'cubbyhole',
    seal_wrap: type === 'system',
    external_entropy_access: false,
    running_plugin_version: 'v2.6.2+builtin.bao',
  };
}
