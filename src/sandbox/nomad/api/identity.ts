import type { World } from '../world.ts';
import { Refusal } from '../../refusal.ts';
import type { Route } from './route.ts';

/** How others tell Nomad's tasks: one key signs. */
export function keyRoutes(world: World): readonly Route[] {
  const kid = world.uuid();
  const n = Array.from({ length: 342 }, () => alphabet[Math.floor(world.random() * 64)]).join('');
  const key = { use: 'sig', kty: 'RSA', kid, alg: 'RS256', n, e: 'AQAB' };
  return [{ path: /^\/\.well-known\/jwks\.json$/, get: () => ({ body: { keys: [key] } }) }];
}

/** Who one is to a Nomad without ACLs. */
export const openRoutes: readonly Route[] = [
  { path: /^\/v1\/acl\/token\/self$/, get: () => ({ body: nobody }) },
  { path: /^\/v1\/acl\/.+$/, get: off, post: off, delete: off },
];

function off(): never {
  throw new Refusal(400, 'ACL support disabled');
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const nobody = {
  ExpirationTTL: '',
  AccessorID: 'acls-disabled',
  SecretID: '',
  Name: 'ACLs disabled token',
  Type: 'client',
  Policies: null,
  Roles: null,
  Global: false,
  Hash: null,
  CreateTime: '0001-01-01T00:00:00Z',
  ExpirationTime: null,
  CreateIndex: 0,
  ModifyIndex: 0,
};
