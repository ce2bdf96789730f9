import { createMembers, type Member } from '../../members.ts';
import type { Server, Servers, World } from '../world.ts';

export type Quorum = {
  /** Those of the raft configuration, whether or not their pods are there. */
  readonly all: () => readonly Member[];
  readonly remove: (name: string) => void;
  /** The leader makes way for another, where there is one. */
  readonly stepDown: () => void;
  /** Ready servers: while there is none, nothing listens. */
  readonly up: () => readonly Server[];
  readonly leader: () => Server | undefined;
};

/** One of the ready servers leads once most of them are ready, and for as long as it stays. */
export function createQuorum(world: World, servers: Servers, onDown: () => void): Quorum {
  const { pace, signal, random } = world;
  let leader: string | undefined;
  let isVoting = false;

  const up = (): readonly Server[] => servers.list().filter(({ ready }) => ready);
  const members = createMembers({
    pace,
    signal,
    pods: servers.list,
    onChange: () => look(),
    removed: 'out',
  });
  const { electors, hasMajority } = members;
  const current = (): Server | undefined => electors().find(({ name }) => name === leader);

  async function vote(): Promise<void> {
    isVoting = true;
    await pace.wait(400 + random() * 400, signal);
    isVoting = false;
    if (signal.aborted || !hasMajority() || current()) return;
    members.settle();
    leader = electors()[0]?.name;
  }

  function look(): void {
    if (!hasMajority() || !current()) leader = undefined;
    if (leader === undefined && hasMajority() && !isVoting) void vote();
  }

  const leave = servers.onChange(() => {
    if (up().length === 0) onDown();
    look();
  });
  signal.addEventListener('abort', leave, { once: true });
  servers.onVolumeGone?.((name, isLast) => {
    members.renew(name);
    if (isLast) members.forget();
  });
  look();
  return {
    all: members.list,
    up,
    leader: current,
    remove: (name) => void members.remove(name),
    stepDown() {
      leader = electors().find(({ name }) => name !== leader)?.name ?? leader;
    },
  };
}
