import { Failure } from '../failure.ts';
import { causeOf } from './cause-of.ts';
import type { StepRecord } from './run.ts';
import type { Sight, Step } from './step.ts';

export type DriveOptions<W> = {
  readonly world: W;
  /** Resolves when something changed in the cluster, or after `ms`. */
  readonly changed: (ms: number) => Promise<void>;
  readonly record: (name: string, change: Partial<StepRecord>) => void;
  readonly clock: () => number;
  readonly signal: AbortSignal;
};

type Waiting = Extract<Sight, { kind: 'waiting' }>;

/** Four or five tries of Kubernetes to pull an image: a registry that was away for a moment is back by then. */
const stuckMs = 3 * 60_000;

/** A step that did not come to its end, with a cause that a person can act on. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
}

/** Walks the graph of steps, independent ones side by side; resolves when all are done, or throws the first failure. */
export async function drive<W>(steps: readonly Step<W>[], options: DriveOptions<W>): Promise<void> {
  const { world, changed, record, clock, signal } = options;
  const ends = new Map<string, Promise<void>>();
  for (const step of steps) {
    const before = step.after.map((name) => {
      const end = ends.get(name);
      if (!end) throw new Error(`Step ${step.name} comes after ${name}, which is not before it`);
      return end;
    });
    ends.set(
      step.name,
      Promise.all(before).then(() => pursue(step)),
    );
  }
  await Promise.all(ends.values());

  async function pursue(step: Step<W>): Promise<void> {
    const giveUp = losePatience(clock() + step.capMs);
    const now = (): string => new Date(clock()).toISOString();
    record(step.name, { state: 'acting', startedAt: now() });
    let sight = await attempt(step, () => step.look(world));
    let acted = step.act === undefined;
    let pauseMs = 100;
    const rest = async (seen: string): Promise<void> => {
      record(step.name, { seen });
      await changed(pauseMs);
      pauseMs = Math.min(pauseMs * 1.5, 2_000);
    };
    while (sight.kind === 'waiting') {
      signal.throwIfAborted();
      const hopeless = giveUp(sight);
      if (hopeless) sight = hopeless;
      else if (!acted) {
        const deed = await attempt(step, () => perform(step));
        acted = deed.kind === 'done';
        if (deed.kind === 'waiting') await rest(deed.seen);
        const after = deed.kind === 'failed' ? deed : await attempt(step, () => step.look(world));
        // why it could not be done tells more than that it is not done
        sight =
          after.kind === 'waiting' && deed.kind === 'waiting'
            ? { ...after, seen: deed.seen }
            : after;
      } else {
        await rest(sight.seen);
        sight = await attempt(step, () => step.look(world));
      }
    }
    if (sight.kind === 'failed') {
      record(step.name, { state: 'failed', endedAt: now(), cause: sight.cause });
      throw new StepFailed(sight.cause);
    }
    record(step.name, { state: 'done', endedAt: now(), seen: sight.seen });
  }

  /** Tells when there is no more hope: at that time, or when what it waits for will not heal by itself. */
  function losePatience(until: number): (sight: Waiting) => Sight | undefined {
    let stuckSince: number | undefined;
    return ({ seen, willLast }) => {
      const now = clock();
      stuckSince = willLast ? (stuckSince ?? now) : undefined;
      if (now - (stuckSince ?? now) > stuckMs)
        return { kind: 'failed', cause: `it does not get better: ${seen}` };
      if (now > until) return { kind: 'failed', cause: `it took too long; last seen: ${seen}` };
      return undefined;
    };
  }

  async function perform(step: Step<W>): Promise<Sight> {
    await step.act?.(world);
    return { kind: 'done', seen: 'done' };
  }

  /** What will not get better by waiting fails at once; everything else is waited for. */
  async function attempt(
    { isPatient = false }: Step<W>,
    work: () => Promise<Sight>,
  ): Promise<Sight> {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Failure)) throw error;
      const words = causeOf(error);
      const final = !isPatient && (error.kind === 'forbidden' || error.kind === 'invalid');
      return final ? { kind: 'failed', cause: words } : { kind: 'waiting', seen: words };
    }
  }
}
