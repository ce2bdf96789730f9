import type { Settings } from './config.ts';
import { createOwnTokens } from './own-tokens.ts';
import type { Outbox } from './outbox.ts';
import { isInPod, type Places } from './places.ts';
import { createConsul } from './platforms/consul/client.ts';
import type { Consul } from './platforms/consul/consul.ts';
import { createKubernetes } from './platforms/kubernetes/client.ts';
import type { Kubernetes } from './platforms/kubernetes/kubernetes.ts';
import { createNomad } from './platforms/nomad/client.ts';
import type { Nomad } from './platforms/nomad/nomad.ts';
import { orUntrusted } from './platforms/or-untrusted.ts';
import { fixed } from './platforms/vault/ask.ts';
import { createVault } from './platforms/vault/client.ts';
import { createIdentity, type Identity } from './platforms/vault/identity.ts';
import { readServiceAccountToken } from './platforms/vault/service-account-token.ts';
import type { Vault } from './platforms/vault/vault.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import type { Secret } from './secret.ts';
import { type IdentityReader, readIdentity } from './stack/identity/read-identity.ts';
import { measureServers } from './stack/servers.ts';

/** One client each, of which every call can be bound to a signal. */
export type Clients = {
  readonly kubernetes: Kubernetes;
  readonly nomad: Nomad;
  readonly consul: Consul;
  readonly vault: Vault;
  readonly during: (signal: AbortSignal) => Clients;
};

export type ClientsOptions = {
  readonly places: Places;
  readonly settings: Settings;
  readonly sandbox: Sandbox | undefined;
  /** Is told what leaves for a platform, and in which turn. */
  readonly outbox?: Outbox | undefined;
  readonly clock: () => number;
  readonly random: () => number;
};

export type OwnClients = Clients & {
  /** Logs in to Vault as ourselves, for this role. */
  readonly logIn: (open: Vault, role: string) => Identity;
  readonly identity: IdentityReader;
  readonly close: () => Promise<void>;
};

/** Where a pod of ours has the token that it trades at Vault: deploy/install/hashinetes.yaml. */
const loginFile = '/var/run/secrets/vault/token';
const us = 'hashinetes';
const audience = 'vault';

/** Clients of the platforms at these places, with the tokens that the settings give, or short-lived ones of our own. */
export function createClients(options: ClientsOptions): OwnClients {
  const { places, settings, sandbox, outbox, clock, random } = options;
  const { NOMAD_NAMESPACE, NOMAD_REGION, CONSUL_NAMESPACE, HASHINETES_NAMESPACE: home } = settings;
  const kubernetes = createKubernetes({ origin: places.kubernetes.origin, outbox });
  const identity = readIdentity({ kubernetes, home });
  const logins: Identity[] = [];

  const readJwt = (): Promise<Secret> => {
    const account = { namespace: home, name: us };
    if (sandbox) return sandbox.issueToken(account, audience);
    if (isInPod(settings)) return readServiceAccountToken(loginFile);
    return kubernetes.issueToken(account, audience);
  };

  const logIn = (open: Vault, role: string): Identity => {
    const login = createIdentity({ vault: open, role, readJwt, clock, random });
    logins.push(login);
    return login;
  };

  const isOurs = (name: 'nomad' | 'consul' | 'vault'): boolean =>
    places[name].kind === 'deployed' || places[name].kind === 'sandbox';
  const vault = createVault({
    origin: places.vault.origin,
    outbox,
    tokens: (open) =>
      isOurs('vault') && settings.VAULT_TOKEN === undefined
        ? logIn({ ...open, login: (...who) => orUntrusted('vault', () => open.login(...who)) }, us)
        : fixed(settings.VAULT_TOKEN),
  });
  const own = createOwnTokens({
    vault,
    hasVault: async () =>
      isOurs('vault') && (await measureServers(kubernetes, 'vault', 'vault')) !== undefined,
    identity,
    clock,
    random,
  });
  const nomad = createNomad({
    origin: places.nomad.origin,
    outbox,
    token: () => settings.NOMAD_TOKEN,
    ...(isOurs('nomad') && settings.NOMAD_TOKEN === undefined && { login: own.nomad }),
    ...(NOMAD_NAMESPACE !== undefined && { namespace: NOMAD_NAMESPACE }),
    ...(NOMAD_REGION !== undefined && { region: NOMAD_REGION }),
  });
  const consul = createConsul({
    origin: places.consul.origin,
    outbox,
    token: () => settings.CONSUL_HTTP_TOKEN,
    ...(isOurs('consul') && settings.CONSUL_HTTP_TOKEN === undefined && { login: own.consul }),
    ...(CONSUL_NAMESPACE !== undefined && { namespace: CONSUL_NAMESPACE }),
  });
  const all = [kubernetes, nomad, consul, vault];
  return {
    ...bind({ kubernetes, nomad, consul, vault }),
    logIn,
    identity,
    async close() {
      await Promise.all(logins.map((login) => login.close()));
      await Promise.all(all.map((client) => client.close()));
    },
  };
}

function bind(clients: Omit<Clients, 'during'>): Clients {
  const { kubernetes, nomad, consul, vault } = clients;
  return {
    ...clients,
    during: (signal) =>
      bind({
        kubernetes: kubernetes.during(signal),
        nomad: nomad.during(signal),
        consul: consul.during(signal),
        vault: vault.during(signal),
      }),
  };
}
