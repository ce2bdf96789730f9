import { z } from 'zod';
import { bodyOf } from '../api/call.ts';
import { denied, Refusal } from '../api/refusal.ts';
import type { Route } from '../api/route.ts';
import { strings } from '../core/duration.ts';
import type { Place } from '../core/mounts.ts';
import type { State } from '../core/state.ts';
import type { ReviewToken } from '../service-accounts.ts';
import { createSetting, createShelf, readLogin, toAuth, tokenFields, toOrder } from './role.ts';

const configBody = z.looseObject({
  kubernetes_host: z.string(),
  kubernetes_ca_cert: z.string().default(''),
  disable_local_ca_jwt: z.boolean().default(false),
});

const roleBody = z.object({
  ...tokenFields,
  bound_service_account_names: strings,
  bound_service_account_namespaces: strings,
  audience: z.string().default(''),
});

const localCa = '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt';
const needsCa = 'kubernetes_ca_cert must be given when disable_local_ca_jwt is true';

/**
 * Trades service-account tokens for tokens of Vault, if `review` vouches for them and a role wants them. One that
 * `isOutside` of the cluster is in no pod, and has no CA that it was not given.
 */
export function kubernetesAuth(
  state: State,
  review: ReviewToken,
  isOutside: boolean,
): (place: Place) => readonly Route[] {
  return ({ path: mount, accessor }) => {
    const setting = createSetting((call) => {
      const wanted = bodyOf(configBody, call);
      if (wanted.disable_local_ca_jwt && wanted.kubernetes_ca_cert === '')
        throw new Refusal(400, needsCa);
      if (isOutside && wanted.kubernetes_ca_cert === '')
        throw new Refusal(400, `open ${localCa}: no such file or directory`);
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
          const login = readLogin(call);
          const role = roles.get(login.role);
          if (!role) throw new Refusal(400, `invalid role name "${login.role}"`);
          if (!setting.get()) throw new Refusal(500, 'could not load backend configuration');
          const account = await review(login.jwt, role.audience);
          if (account.kind === 'refused') throw refusalFor(account.why);
          const { name, namespace, uid } = account;
          if (!includes(role.bound_service_account_names, name))
            throw new Refusal(403, 'service account name not authorized');
          if (!includes(role.bound_service_account_namespaces, namespace))
            throw new Refusal(403, 'namespace not authorized');
          const metadata = {
            service_account_uid: uid,
            service_account_name: name,
            service_account_namespace: namespace,
            service_account_secret_name: '',
          };
          const token = state.tokens.issue(
            toOrder(role, {
              displayName: `kubernetes-${namespace}-${name}`,
              path: `${mount}login`,
              meta: { ...metadata, role: login.role },
              alias: { mount: accessor, name: uid, metadata },
            }),
          );
          return { auth: toAuth(token, token.creationSeconds) };
        },
      },
    ];
  };
}

function includes(names: readonly string[], name: string): boolean {
  return names.includes('*') || names.includes(name);
}

function refusalFor(why: 'token' | 'audience'): Refusal {
  return why === 'token'
    ? denied()
    : new Refusal(
        403,
        'invalid audience (aud) claim: audience claim does not match any expected audience',
      );
}
