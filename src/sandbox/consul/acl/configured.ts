import { z } from 'zod';
import type { AclConfig } from './acl.ts';

const secret = z.looseObject({ data: z.looseObject({ 'secrets.json': z.string() }) });
const secrets = z.looseObject({
  acl: z.looseObject({ tokens: z.looseObject({ initial_management: z.string() }) }),
});

/**
 * The `acl` part of the configuration that the pods of Consul mount. Unlike in `deploy/`, who shows no token may do
 * all but manage ACLs, so that a newcomer gets by with curl.
 */
export function toAclConfig(mounted: unknown): AclConfig {
  const found = secret.safeParse(mounted);
  if (!found.success) return { defaultPolicy: 'allow' };
  const text = Buffer.from(found.data.data['secrets.json'], 'base64').toString();
  const { initial_management: initialManagement } = secrets.parse(JSON.parse(text)).acl.tokens;
  return { defaultPolicy: 'allow', initialManagement };
}
