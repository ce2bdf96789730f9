import type { Server, Servers, World } from '../world.ts';

export type Quorum = {
  readonly all: () => readonly Server[];
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
  const hasMajority = (): boolean => up().length * 2 > servers.list().length;
  const current = (): Server | undefined => up().find(({ name }) => name === leader);

  async function vote(): Promise<void> {
    isVoting = true;
    await pace.wait(400 + random() * 400, signal);
    isVoting = false;
    if (!signal.aborted && hasMajority() && !current()) leader = up()[0]?.name;
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
  look();
  return { all: servers.list, up, leader: current };
}
