import type { Settings } from './config.ts';
import type { Places } from './places.ts';
import { createConsul } from './platforms/consul/client.ts';
import type { Consul } from './platforms/consul/consul.ts';
import { createKubernetes } from './platforms/kubernetes/client.ts';
import type { Kubernetes } from './platforms/kubernetes/kubernetes.ts';
import { createNomad } from './platforms/nomad/client.ts';
import type { Nomad } from './platforms/nomad/nomad.ts';
import { fixed } from './platforms/vault/ask.ts';
import { createVault } from './platforms/vault/client.ts';
import type { Vault } from './platforms/vault/vault.ts';

/** One client each, of which every call can be bound to a signal. */
export type Clients = {
  readonly kubernetes: Kubernetes;
  readonly nomad: Nomad;
  readonly consul: Consul;
  readonly vault: Vault;
  readonly during: (signal: AbortSignal) => Clients;
};

/** Clients of the platforms at these places, with the credentials that the settings give. */
export function createClients(
  places: Places,
  settings: Settings,
): Clients & { readonly close: () => Promise<void> } {
  const { NOMAD_NAMESPACE, NOMAD_REGION, CONSUL_NAMESPACE } = settings;
  const kubernetes = createKubernetes({ origin: places.kubernetes.origin });
  const nomad = createNomad({
    origin: places.nomad.origin,
    token: () => settings.NOMAD_TOKEN,
    ...(NOMAD_NAMESPACE !== undefined && { namespace: NOMAD_NAMESPACE }),
    ...(NOMAD_REGION !== undefined && { region: NOMAD_REGION }),
  });
  const consul = createConsul({
    origin: places.consul.origin,
    token: () => settings.CONSUL_HTTP_TOKEN,
    ...(CONSUL_NAMESPACE !== undefined && { namespace: CONSUL_NAMESPACE }),
  });
  const vault = createVault({
    origin: places.vault.origin,
    tokens: () => fixed(settings.VAULT_TOKEN),
  });
  const all = [kubernetes, nomad, consul, vault];
  return {
    ...bind({ kubernetes, nomad, consul, vault }),
    async close() {
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
