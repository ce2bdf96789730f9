import type { Server, Servers } from '../../quorum.ts';
import type { World } from '../world.ts';
import { createSeal, type Keys, type Seal, type SealType } from './seal.ts';

/** One server that answers, sealed or not. */
export type VaultServer = { readonly name: string; readonly seal: Seal };

export type VaultServers = {
  /** The one of that name, or the one that a Service would pass a request on to; nothing where it does not answer. */
  readonly find: (name: string | undefined) => VaultServer | undefined;
  /** Those that raft counts: they were initialised or have joined, and are ready while they are open. */
  readonly members: Servers;
  readonly isOpen: (name: string) => boolean;
  /** The first one is initialised with these. */
  readonly initialize: (server: VaultServer, keys: Keys) => void;
  /** Seals the one of that name, or all. */
  readonly close: (name?: string) => void;
  /** Calls back after a seal has changed. */
  readonly onSeal: (listener: () => void) => void;
  /** After something was done to a seal. */
  readonly tell: () => void;
  /** As on empty volumes. */
  readonly forget: () => void;
};

const nobody: Keys = { all: [], threshold: 0 };
/** How often a server that has not joined asks whether it may; `retry_join` waits that long. */
const joinMs = 2_000;

/**
 * A seal for each pod. A server that starts finds one that is initialised and open, and joins it; one whose process
 * began anew has to be opened again, which a static seal does by itself.
 */
export function createVaultServers(world: World, type: SealType, pods: Servers): VaultServers {
  const seals = new Map<string, Seal>();
  const up = new Set<string>();
  const joining = new Set<string>();
  const listeners = new Set<() => void>();
  let keys = nobody;

  function sealOf(name: string): Seal {
    const seal = seals.get(name) ?? createSeal(type, () => keys);
    seals.set(name, seal);
    return seal;
  }

  const listening = (): readonly Server[] => pods.list().filter(({ ready }) => ready);
  const toServer = ({ name }: Server): VaultServer => ({ name, seal: sealOf(name) });
  const isOpen = (name: string): boolean => up.has(name) && !sealOf(name).isSealed();

  function tell(): void {
    for (const listener of listeners) listener();
    for (const { name } of listening()) void join(name);
  }

  async function join(name: string): Promise<void> {
    const mayJoin = (): boolean => [...seals.keys()].some(isOpen) && up.has(name);
    if (joining.has(name) || sealOf(name).isInitialized() || !mayJoin()) return;
    joining.add(name);
    await world.pace.wait(joinMs, world.signal);
    joining.delete(name);
    if (world.signal.aborted || sealOf(name).isInitialized() || !mayJoin()) return;
    sealOf(name).join();
    tell();
  }

  function look(): void {
    const now = new Set(listening().map(({ name }) => name));
    for (const name of now) if (!up.has(name)) sealOf(name).restart();
    up.clear();
    for (const name of now) up.add(name);
    tell();
  }

  const leave = pods.onChange(look);
  world.signal.addEventListener('abort', leave, { once: true });
  pods.onVolumeGone?.((name) => {
    sealOf(name).forget();
    tell();
  });
  look();

  return {
    isOpen,
    tell,
    find(name) {
      const answering = listening();
      const found =
        name === undefined
          ? (answering.find((one) => isOpen(one.name)) ?? answering[0])
          : answering.find((one) => one.name === name);
      return found && toServer(found);
    },
    members: {
      list: () =>
        pods
          .list()
          .filter(({ name }) => sealOf(name).isInitialized())
          .map(({ name, address }) => ({ name, address, ready: isOpen(name) })),
      onChange: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
      ...(pods.onVolumeGone && { onVolumeGone: pods.onVolumeGone }),
    },
    initialize({ seal }, given) {
      keys = given;
      seal.join();
      tell();
    },
    close(name) {
      for (const [one, seal] of seals) if (name === undefined || name === one) seal.close();
      tell();
    },
    onSeal: (listener) => void listeners.add(listener),
    forget() {
      keys = nobody;
      for (const seal of seals.values()) seal.forget();
      tell();
    },
  };
}
