import { z } from 'zod';
import { bodyOf, type Call, nameOf } from '../api/call.ts';
import { Refusal } from '../api/refusal.ts';
import type { Answer, Route } from '../api/route.ts';

const order = z.object({
  type: z.string(),
  description: z.string().default(''),
  options: z.record(z.string(), z.string()).default({}),
});

/** Where requests are written. OpenBao takes such devices from its configuration only. */
export function auditRoutes(flavour: 'openbao' | 'hashicorp'): readonly Route[] {
  const devices = new Map<string, object>();
  const enable = (call: Call): Answer => {
    const { type, description, options } = bodyOf(order, call);
    if (flavour === 'openbao')
      throw new Refusal(
        400,
        'cannot enable audit device via API; use declarative, config-based audit device management instead',
      );
    const path = `${nameOf(call)}/`;
    if (devices.has(path)) throw new Refusal(400, 'path already in use');
    devices.set(path, { type, description, options, local: false, path });
    return undefined;
  };
  return [
    { path: /^audit$/, sudo: true, read: () => ({ data: Object.fromEntries(devices) }) },
    {
      path: /^audit\/(.+)$/,
      sudo: true,
      write: enable,
      delete: (call) => {
        devices.delete(`${nameOf(call)}/`);
        return undefined;
      },
    },
  ];
}
