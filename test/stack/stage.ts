import { afterEach, beforeEach } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { createReplica, type Replica } from './replica.ts';

export type Stage = {
  /** That of the test that runs. */
  readonly sandbox: Sandbox;
  /** A replica that is stopped with the test, if it was not before; `more` is what it is made with beside its name. */
  readonly open: (holder?: string, more?: Parameters<typeof createReplica>[3]) => Replica;
  /** Lets the replicas' clocks run ahead of the sandbox's, for as long as the test runs. */
  readonly forward: (ms: number) => void;
};

/** Gives every test of a file a sandbox of its own, in which time runs so fast. */
export function useStage(paceFactor: number): Stage {
  let sandbox: Sandbox;
  let ahead = 0;
  const running = new Set<Replica>();

  beforeEach(async () => {
    ahead = 0;
    sandbox = await startSandbox({ paceFactor, clock: () => new Date(), random: Math.random });
  });
  afterEach(async () => {
    await Promise.all(Array.from(running, (replica) => replica.stop()));
    await sandbox.stop();
  });

  return {
    get sandbox() {
      return sandbox;
    },
    open(holder = 'one', more = {}) {
      const made = createReplica(sandbox, holder, () => Date.now() + ahead, more);
      const replica: Replica = {
        ...made,
        async stop() {
          running.delete(replica);
          await made.stop();
        },
      };
      running.add(replica);
      return replica;
    },
    forward(ms) {
      ahead += ms;
    },
  };
}
