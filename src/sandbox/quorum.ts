import type { World } from './nomad/world.ts';

export type Server = { readonly name: string; readonly address: string; readonly ready: boolean };

/** The pods that run Nomad's servers. */
export type Servers = {
  readonly list: () => readonly Server[];
  readonly onChange: (listener: () => void) => () => void;
};

export type Quorum = {
  readonly leader: () => Server | undefined;
  /** Ready servers: while there is none, nothing listens. */
  readonly up: () => readonly Server[];
  readonly all: () => readonly Server[];
  /** The servers that have ever been ready: what gossip knows. */
  readonly known: () => readonly Server[];
  /** Whether there is a leader, given this long for one to be elected. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<boolean>;
  readonly onLeader: (listener: () => void) => () => void;
  /** Told when the last ready server goes. */
  readonly onDark: (listener: () => void) => void;
};

/** Elects one of the ready servers once most of them are, and holds on to it only as long as that lasts. */
export function createQuorum(world: Omit<World, 'state'>, servers: Servers): Quorum {
  const { pace, signal, random } = world;
  const listeners = new Set<() => void>();
  const dark = new Set<() => void>();
  const seen = new Set<string>();
  let leader: string | undefined;
  let voting = false;

  const up = (): readonly Server[] => servers.list().filter(({ ready }) => ready);
  const hasMajority = (): boolean => up().length * 2 > servers.list().length;
  const current = (): Server | undefined => up().find(({ name }) => name === leader);

  async function vote(): Promise<void> {
    if (voting) return;
    voting = true;
    await pace.wait(900 + random() * 300, signal);
    voting = false;
    if (signal.aborted || !hasMajority() || current()) return;
    const candidates = up();
    leader = candidates[Math.floor(random() * candidates.length)]?.name;
    for (const listener of listeners) listener();
  }

  function look(): void {
    for (const { name } of up()) seen.add(name);
    if (up().length === 0) for (const listener of dark) listener();
    if (!hasMajority() || !current()) leader = undefined;
    if (leader === undefined && hasMajority()) void vote();
  }

  const onLeader: Quorum['onLeader'] = (listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };

  const leave = servers.onChange(look);
  signal.addEventListener('abort', leave, { once: true });
  look();
  return {
    leader: current,
    up,
    all: servers.list,
    known: () => servers.list().filter(({ name }) => seen.has(name)),
    wait: async (ms, ended) => {
      if (current()) return true;
      const elected = new AbortController();
      const forget = onLeader(() => elected.abort());
      await pace.wait(ms, AbortSignal.any([ended, elected.signal]));
      forget();
      return current() !== undefined;
    },
    onLeader,
    onDark: (listener) => void dark.add(listener),
  };
}
