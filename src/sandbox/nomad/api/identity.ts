import type { World } from '../world.ts';
import { Refusal } from '../../refusal.ts';
import type { Route } from './route.ts';

/** Who one is to Nomad, and how others tell its tasks: there are no ACLs here, and one key signs. */
export function identityRoutes(world: World): readonly Route[] {
  const kid = world.uuid();
  const n = Array.from({ length: 342 }, () => alphabet[Math.floor(world.random() * 64)]).join('');
  const key = { use: 'sig', kty: 'RSA', kid, alg: 'RS256', n, e: 'AQAB' };
  return [
    { path: /^\/\.well-known\/jwks\.json$/, get: () => ({ body: { keys: [key] } }) },
    { path: /^\/v1\/acl\/token\/self$/, get: () => ({ body: nobody }) },
    { path: /^\/v1\/acl\/(?:bootstrap|token|tokens|policies|policy\/.+)$/, get: off, post: off },
  ];
}

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
