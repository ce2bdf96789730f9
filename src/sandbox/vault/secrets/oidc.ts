import { createHash } from 'node:crypto';
import type { GenerateKeyPairResult } from 'jose';
import { z } from 'zod';
import { tokenOf } from '../api/admit.ts';
import { bodyOf, type Call, nameOf } from '../api/call.ts';
import { Refusal } from '../api/refusal.ts';
import type { Answer, Route } from '../api/route.ts';
import { createShelf } from '../auth/role.ts';
import { duration, strings } from '../core/duration.ts';
import type { Alias } from '../core/tokens.ts';
import { letters, uuid, type World } from '../world.ts';

const configBody = z.object({ issuer: z.string().default('') });
const keyBody = z.object({
  algorithm: z.enum(['RS256', 'ES256', 'EdDSA']).default('RS256'),
  rotation_period: duration.default(86_400),
  verification_ttl: duration.default(86_400),
  allowed_client_ids: strings.default([]),
});
const roleBody = z.object({
  key: z.string(),
  client_id: z.string().default(''),
  ttl: duration.default(86_400),
  template: z.string().default(''),
});

type Key = z.output<typeof keyBody> & {
  readonly kid: string;
  readonly pair: Promise<GenerateKeyPairResult>;
};

/** Who somebody is to Vault, signed for others: `identity/oidc/token/<role>`. One key each, which is not rotated. */
export function oidcRoutes(world: World): readonly Route[] {
  let issuer = '';
  const keys = new Map<string, Key>();
  const keyShelf = createShelf<Key>('oidc/key', (call, before) => {
    const body = bodyOf(keyBody, call);
    const algorithm = before?.algorithm ?? body.algorithm;
    const key = {
      ...body,
      algorithm,
      kid: before?.kid ?? uuid(world),
      pair: before?.pair ?? drawPair(algorithm),
    };
    keys.set(nameOf(call), key);
    return key;
  });
  const roles = createShelf('oidc/role', (call, before: z.output<typeof roleBody> | undefined) => {
    const role = bodyOf(roleBody, call);
    const client_id = role.client_id || before?.client_id || letters(world, 26);
    return { ...role, client_id };
  });

  async function sign(call: Call): Promise<Answer> {
    const role = roles.get(nameOf(call));
    if (!role) throw new Refusal(400, `role "${nameOf(call)}" not found`);
    const { alias } = tokenOf(call);
    if (!alias) throw new Refusal(400, "no entity associated with the request's token");
    const key = keys.get(role.key);
    if (!key) throw new Refusal(400, `key "${role.key}" not found`);
    const { client_id, ttl, template } = role;
    if (!key.allowed_client_ids.some((one) => one === '*' || one === client_id))
      throw new Refusal(400, `the key "${role.key}" does not list the client ID of the role`);
    const { SignJWT } = await import('jose');
    const now = Math.floor(world.now() / 1_000);
    const token = await new SignJWT({ ...fillClaims(template, alias), namespace: 'root' })
      .setProtectedHeader({ alg: key.algorithm, kid: key.kid })
      .setIssuer(`${issuer}/v1/identity/oidc`)
      .setAudience(client_id)
      .setSubject(createHash('md5').update(alias.name).digest('hex'))
      .setIssuedAt(now)
      .setExpirationTime(now + ttl)
      .sign((await key.pair).privateKey);
    return { data: { client_id, token, ttl } };
  }

  async function published(): Promise<Answer> {
    const { exportJWK } = await import('jose');
    const jwks = [...keys.values()].map(async ({ kid, pair, algorithm: alg }) =>
      Object.assign(await exportJWK((await pair).publicKey), { use: 'sig', alg, kid }),
    );
    return { raw: { keys: await Promise.all(jwks) } };
  }

  return [
    {
      path: /^oidc\/config$/,
      exists: () => true,
      read: () => ({ data: { issuer } }),
      write: (call) => {
        ({ issuer } = bodyOf(configBody, call));
        return undefined;
      },
    },
    ...keyShelf.routes,
    ...roles.routes,
    { path: /^oidc\/token\/([^/]+)$/, read: sign },
    { path: /^oidc\/\.well-known\/keys$/, open: true, read: published },
  ];
}

async function drawPair(algorithm: string): Promise<GenerateKeyPairResult> {
  const { generateKeyPair } = await import('jose');
  return generateKeyPair(algorithm);
}

const claims = z.record(z.string(), z.unknown());

/** `{{identity.entity.aliases.<accessor>.metadata.<key>}}` in the JSON of a template becomes a JSON string. */
function fillClaims(template: string, alias: Alias): Record<string, unknown> {
  if (template === '') return {};
  const filled = template.replaceAll(
    /\{\{\s*identity\.entity\.aliases\.([\w-]+)\.metadata\.(\w+)\s*\}\}/g,
    (_whole, mount: string, key: string) =>
      JSON.stringify(mount === alias.mount ? (alias.metadata[key] ?? '') : ''),
  );
  return claims.parse(JSON.parse(filled));
}
