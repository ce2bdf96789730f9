import type { Origin } from '../platforms/http.ts';
import type { Tokens } from '../platforms/vault/ask.ts';
import { createVault, type VaultClient } from '../platforms/vault/client.ts';
import type { Vault } from '../platforms/vault/vault.ts';
import type { Adoptions } from './adopted.ts';
import type { Sights } from './component.ts';
import type { RandomBytes } from './identity/draw.ts';
import { ensureIdentity } from './identity/ensure-identity.ts';
import { readIdentity } from './identity/read-identity.ts';
import { createLedger } from './ledger.ts';
import { keptSize } from './past.ts';
import { renewLeaves } from './identity/renew-leaves.ts';
import { createSetupTokens } from './setup-tokens.ts';
import type { StackWorld } from './stack-world.ts';

const parts = ['consul', 'vault', 'nomad', 'database'] as const;

export type WorldOptions = {
  readonly clients: Sights & { readonly during: (signal: AbortSignal) => Sights };
  /** A token of a service account; Kubernetes issues it where nothing else is said. */
  readonly issueToken?: StackWorld['issueToken'] | undefined;
  /** Where Vault is, and each of its servers. */
  readonly vaultOrigin: () => Promise<Origin>;
  readonly vaultServerAt: (ordinal: number) => () => Promise<Origin>;
  /** Logs in to Vault as ourselves, for this role. */
  readonly logIn: (open: Vault, role: string) => Tokens;
  readonly home: string;
  readonly adoptions: Adoptions;
  /** Where others find the Nomad that is deployed. */
  readonly nomadUrl: string;
  readonly clock: () => number;
  readonly randomBytes: RandomBytes;
};

/** What the runs of this process touch, and how to let go of it. */
export type Worlds = {
  readonly open: (servers: number, signal: AbortSignal) => StackWorld;
  readonly close: () => Promise<void>;
};

export function createWorlds(options: WorldOptions): Worlds {
  const { clients, vaultOrigin, vaultServerAt, logIn, home, clock, randomBytes } = options;
  const { adoptions, nomadUrl } = options;
  const adopted = new Set(parts.filter((part) => adoptions[part] !== undefined));
  const { hostname: nomadHost } = new URL(nomadUrl);
  const root = readIdentity({ kubernetes: clients.kubernetes, home });
  const setup = createVault({
    origin: vaultOrigin,
    tokens: (open) =>
      createSetupTokens(
        open,
        () => root.read('vault-init', 'root-token'),
        logIn(open, 'hashinetes-deploy'),
      ),
  });
  const servers = new Map<number, VaultClient>();
  const serverAt = (ordinal: number): Vault => {
    const known = servers.get(ordinal) ?? createVault({ origin: vaultServerAt(ordinal) });
    servers.set(ordinal, known);
    return known;
  };

  return {
    open(count, signal) {
      const { kubernetes, nomad, consul, vault } = clients.during(signal);
      return {
        kubernetes,
        nomad,
        consul,
        vault,
        servers: count,
        home,
        adoptions,
        nomadUrl,
        issueToken: options.issueToken ?? kubernetes.issueToken,
        vaultSetup: adoptions.vault ? vault : setup.during(signal),
        vaultAt: (ordinal) => serverAt(ordinal).during(signal),
        identity: readIdentity({ kubernetes, home }),
        async keptSize(part) {
          const entries = await createLedger(kubernetes, home).list();
          return keptSize(
            entries.map(({ run }) => run),
            part,
          );
        },
        async ensureIdentity(wantedParts) {
          const chance = { clock, random: randomBytes };
          const wanted = { kubernetes, home, parts: wantedParts, adopted, nomadHost, ...chance };
          const identity = await ensureIdentity(wanted);
          const renewed = await renewLeaves(wanted);
          return renewed.length === 0 ? identity : ensureIdentity(wanted);
        },
      };
    },
    async close() {
      const all = [setup, ...servers.values()];
      await Promise.all(all.map((client) => client.close()));
    },
  };
}
