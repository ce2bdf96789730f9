import type { JWTPayload } from 'jose';
import { z } from 'zod';
import { bodyOf } from '../api/call.ts';
import { denied, Refusal } from '../api/refusal.ts';
import type { Route } from '../api/route.ts';
import { strings } from '../core/duration.ts';
import type { Place } from '../core/mounts.ts';
import type { State } from '../core/state.ts';
import { createSetting, createShelf, readLogin, toAuth, tokenFields, toOrder } from './role.ts';

const configBody = z.looseObject({
  jwks_url: z.string().default(''),
  jwks_ca_pem: z.string().default(''),
  jwt_validation_pubkeys: strings.default([]),
  bound_issuer: z.string().default(''),
  default_role: z.string().default(''),
  skip_jwks_validation: z.boolean().default(false),
});

const roleBody = z.object({
  ...tokenFields,
  role_type: z.string().default('oidc'),
  bound_audiences: strings.default([]),
  bound_claims: z.record(z.string(), strings).default({}),
  user_claim: z.string(),
  user_claim_json_pointer: z.boolean().default(false),
  claim_mappings: z.record(z.string(), z.string()).default({}),
});

type Config = z.output<typeof configBody>;
type Role = z.output<typeof roleBody>;

/** Trades signed tokens of somebody else, Nomad's workload identities for one, for tokens of Vault. */
export function jwtAuth(state: State, clock: () => Date): (place: Place) => readonly Route[] {
  return ({ path: mount, accessor }) => {
    const setting = createSetting(async (call) => {
      const wanted = bodyOf(configBody, call);
      if (wanted.jwks_url !== '' && !wanted.skip_jwks_validation) await probe(wanted.jwks_url);
      return wanted;
    });
    const roles = createShelf('role', (call) => bodyOf(roleBody, call));

    return [
      setting.route,
      ...roles.routes,
      {
        path: /^login$/,
        open: true,
        async write(call) {
          const config = setting.get();
          const body = { ...call.body, role: call.body['role'] || config?.default_role };
          const login = readLogin({ ...call, body });
          const role = roles.get(login.role);
          if (!config) throw new Refusal(400, 'could not load configuration');
          if (!role) throw new Refusal(400, `role "${login.role}" could not be found`);
          const claims = await verify(login.jwt, config, role, clock());
          const name = claimAt(claims, role.user_claim, role.user_claim_json_pointer);
          if (name === undefined)
            throw new Refusal(400, `claim "${role.user_claim}" not found in token`);
          const metadata = mapClaims(claims, role);
          const token = state.tokens.issue(
            toOrder(role, {
              displayName: `${mount.slice('auth/'.length, -1)}-${name}`,
              path: `${mount}login`,
              meta: { ...metadata, role: login.role },
              alias: { mount: accessor, name, metadata },
            }),
          );
          return { auth: toAuth(token, token.creationSeconds) };
        },
      },
    ];
  };
}

async function probe(url: string): Promise<void> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  if (!answer?.ok) throw new Refusal(400, 'error checking jwks URL');
}

async function verify(
  jwt: string,
  config: Config,
  role: Role,
  currentDate: Date,
): Promise<JWTPayload> {
  const { createRemoteJWKSet, importSPKI, jwtVerify } = await import('jose');
  const options = {
    currentDate,
    ...(role.bound_audiences.length > 0 && { audience: [...role.bound_audiences] }),
    ...(config.bound_issuer !== '' && { issuer: config.bound_issuer }),
  };
  try {
    const [pem] = config.jwt_validation_pubkeys;
    const { payload } =
      pem === undefined
        ? await jwtVerify(jwt, createRemoteJWKSet(new URL(config.jwks_url)), options)
        : await jwtVerify(jwt, await importSPKI(pem, 'RS256'), options);
    const isBound = Object.entries(role.bound_claims).every(([claim, values]) =>
      values.includes(claimAt(payload, claim, claim.startsWith('/')) ?? ''),
    );
    if (isBound) return payload;
  } catch (error) {
    throw new Refusal(
      400,
      `error validating token: ${error instanceof Error ? error.message : ''}`,
    );
  }
  throw denied();
}

function claimAt(claims: JWTPayload, name: string, isPointer: boolean): string | undefined {
  const path = isPointer ? name.split('/').slice(1) : [name];
  let found: unknown = claims;
  for (const step of path) found = z.record(z.string(), z.unknown()).catch({}).parse(found)[step];
  return typeof found === 'string' ? found : undefined;
}

function mapClaims(claims: JWTPayload, { claim_mappings }: Role): Record<string, string> {
  const mapped = Object.entries(claim_mappings).flatMap(([claim, name]) => {
    const value = claimAt(claims, claim, claim.startsWith('/'));
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(mapped);
}
