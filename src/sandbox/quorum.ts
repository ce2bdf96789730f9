import { createMembers, type Member, type MembersOptions } from './members.ts';
import type { Pace } from './pace.ts';

export type Server = { readonly name: string; readonly address: string; readonly ready: boolean };

/** The pods that run the servers of a product. */
export type Servers = {
  readonly list: () => readonly Server[];
  readonly onChange: (listener: () => void) => () => void;
  /** Calls back when the volume of a server is removed, and whether it was the last. */
  readonly onVolumeGone?: (listener: (server: string, isLast: boolean) => void) => () => void;
};

export type Quorum = {
  readonly leader: () => Server | undefined;
  /** Ready servers: while there is none, nothing listens. */
  readonly up: () => readonly Server[];
  /** Those of the raft configuration, whether or not their pods are there. */
  readonly all: () => readonly Member[];
  /** Takes a server off raft; false where it was not on it. */
  readonly remove: (name: string) => boolean;
  /** Makes that server lead; false where it can not. */
  readonly handOver: (name: string) => boolean;
  /** The servers that have ever been ready: what gossip knows. */
  readonly known: () => readonly Server[];
  /** Whether there is a leader, given this long for one to be elected. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<boolean>;
  readonly onLeader: (listener: () => void) => () => void;
  /** As on empty volumes. */
  readonly forget: () => void;
  /** Told when the last volume goes: what was known is forgotten. */
  readonly onForgotten: (listener: () => void) => void;
  /** Told when the last ready server goes. */
  readonly onDark: (listener: () => void) => void;
};

export type QuorumOptions = {
  readonly pace: Pace;
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly servers: Servers;
  /** What becomes of a server that was taken off and lives. */
  readonly removed: MembersOptions['removed'];
  /** An election takes at least so long, and at most once more half of it. */
  readonly electionMs: number;
};

/** Elects one of the ready servers once most of them are, and holds on to it only as long as that lasts. */
export function createQuorum(options: QuorumOptions): Quorum {
  const { pace, signal, random, servers, removed, electionMs } = options;
  const listeners = new Set<() => void>();
  const dark = new Set<() => void>();
  const forgotten = new Set<() => void>();
  const seen = new Set<string>();
  let leader: string | undefined;
  let voting = false;

  const up = (): readonly Server[] => servers.list().filter(({ ready }) => ready);
  const members = createMembers({
    pace,
    signal,
    pods: servers.list,
    onChange: () => look(),
    removed,
  });
  const { electors, hasMajority } = members;
  const current = (): Server | undefined => electors().find(({ name }) => name === leader);

  async function vote(): Promise<void> {
    if (voting) return;
    voting = true;
    await pace.wait(electionMs * (1 + random() / 2), signal);
    voting = false;
    if (signal.aborted || !hasMajority() || current()) return;
    members.settle();
    const candidates = electors();
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

  function forget(): void {
    members.forget();
    seen.clear();
    for (const listener of forgotten) listener();
  }

  const leave = servers.onChange(look);
  signal.addEventListener('abort', leave, { once: true });
  servers.onVolumeGone?.((name, isLast) => {
    members.renew(name);
    if (isLast) forget();
  });
  look();
  return {
    leader: current,
    up,
    all: members.list,
    remove: members.remove,
    handOver(name) {
      const isElector = electors().some((one) => one.name === name);
      if (isElector) leader = name;
      return isElector;
    },
    forget,
    onForgotten: (listener) => void forgotten.add(listener),
    known: () => servers.list().filter(({ name }) => seen.has(name)),
    wait: async (ms, ended) => {
      if (current()) return true;
      const elected = new AbortController();
      const stop = onLeader(() => elected.abort());
      await pace.wait(ms, AbortSignal.any([ended, elected.signal]));
      stop();
      return current() !== undefined;
    },
    onLeader,
    onDark: (listener) => void dark.add(listener),
  };
}
