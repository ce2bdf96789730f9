import { pause } from '../pause.ts';
import type { Pace } from './pace.ts';

export type Pod = { readonly name: string; readonly address: string; readonly ready: boolean };

/** A server that raft counts, whether or not its pod is there. */
export type Member = Pod & { readonly isVoter: boolean };

export type Members = {
  /** Those of the raft configuration; before the first election, whoever is to take part in it. */
  readonly list: () => readonly Member[];
  /** Those that may elect and be elected, and are ready. */
  readonly electors: () => readonly Member[];
  readonly hasMajority: () => boolean;
  /** From now on others have to be let in. */
  readonly settle: () => void;
  /** Whether it was one of them. */
  readonly remove: (name: string) => boolean;
  /** A server's volume is gone, and with it what kept it out. */
  readonly renew: (name: string) => void;
  /** Nobody remembers anything, as on empty volumes. */
  readonly forget: () => void;
};

export type MembersOptions = {
  readonly pace: Pace;
  readonly signal: AbortSignal;
  readonly pods: () => readonly Pod[];
  readonly onChange: () => void;
  /** What becomes of a server that was taken off and lives: the leader asks it back, or it stays out for good. */
  readonly removed: 'asked back' | 'out';
};

/** Autopilot lets a server vote once it was stable for so long, and drops one that is gone for so long. */
const stableMs = 10_000;
const goneMs = 40_000;
const askedBackMs = 60_000;
const fewest = 3;
/** However fast sandbox time runs: whoever takes a server off gets to take its pod away. */
const leastMs = 1_000;

/** Who votes: raft remembers servers whose pods are gone, and lets new ones vote after a while only. */
export function createMembers(options: MembersOptions): Members {
  const { pace, signal, pods, onChange, removed } = options;
  const voters = new Map<string, Pod>();
  const guests = new Map<string, Pod>();
  const banned = new Set<string>();
  let isSettled = false;

  const podOf = (name: string, known: Pod): Pod =>
    pods().find((pod) => pod.name === name) ?? { ...known, ready: false };
  const toMember = (isVoter: boolean, [name, known]: readonly [string, Pod]): Member => ({
    ...podOf(name, known),
    isVoter,
  });
  const electing = (): readonly Member[] => list().filter(({ isVoter }) => isVoter);

  function list(): readonly Member[] {
    if (!isSettled)
      return pods().map(({ name, address, ready }) => ({ name, address, ready, isVoter: true }));
    admit();
    const all = [
      ...Array.from(voters, (entry) => toMember(true, entry)),
      ...Array.from(guests, (entry) => toMember(false, entry)),
    ];
    return all.toSorted((a, b) => a.name.localeCompare(b.name));
  }

  function admit(): void {
    for (const pod of pods()) {
      const isKnown = voters.has(pod.name) || guests.has(pod.name) || banned.has(pod.name);
      if (pod.ready && !isKnown) void welcome(pod);
      if (voters.has(pod.name)) voters.set(pod.name, pod);
    }
    for (const [name] of voters) if (!pods().some((pod) => pod.name === name)) void miss(name);
  }

  async function welcome(pod: Pod): Promise<void> {
    guests.set(pod.name, pod);
    await pace.wait(stableMs, signal);
    if (signal.aborted || !guests.delete(pod.name)) return;
    if (podOf(pod.name, pod).ready) voters.set(pod.name, pod);
    onChange();
  }

  const missed = new Set<string>();

  async function miss(name: string): Promise<void> {
    if (removed === 'out' || missed.has(name)) return;
    missed.add(name);
    await Promise.all([pace.wait(goneMs, signal), pause(leastMs, signal)]);
    missed.delete(name);
    const isBack = pods().some((pod) => pod.name === name);
    if (isBack || signal.aborted || voters.size <= fewest) return;
    voters.delete(name);
    onChange();
  }

  async function ban(name: string): Promise<void> {
    banned.add(name);
    if (removed === 'out') return;
    await Promise.all([pace.wait(askedBackMs, signal), pause(leastMs, signal)]);
    banned.delete(name);
  }

  return {
    list,
    electors: () => electing().filter(({ ready }) => ready),
    hasMajority: () => electing().filter(({ ready }) => ready).length * 2 > electing().length,
    settle() {
      if (isSettled) return;
      for (const pod of pods()) voters.set(pod.name, pod);
      isSettled = true;
    },
    remove(name) {
      const wasThere = voters.delete(name) || guests.delete(name);
      if (wasThere) void ban(name);
      onChange();
      return wasThere;
    },
    renew(name) {
      if (banned.delete(name)) onChange();
    },
    forget() {
      for (const some of [voters, guests, banned]) some.clear();
      isSettled = false;
      onChange();
    },
  };
}
