import type { Job } from '../jobspec/canonicalize.ts';
import { type Allocation, groupOf, isTerminal } from '../state/allocation.ts';
import type { Written } from '../state/state.ts';
import type { World } from '../world.ts';
import { crashed, ended, failed, type Fate, killed, started, startedAgain } from './steps.ts';
import { advance, type Step } from './task-state.ts';

const waves = 12;

/**
 * The machines at work: what is placed starts in a dozen waves over two to three seconds, what is stopped
 * ends, batch tasks finish, and tasks meet the fate they are given. One write for each wave, whatever its size.
 */
export function runClients(world: World, fateOf: (job: Job) => Fate): void {
  const { state, pace, signal, random } = world;

  /** Does a step with those that are still there to do it, and gives them back. */
  async function after(ms: number, ids: readonly string[], step: Step): Promise<readonly string[]> {
    await pace.wait(ms, signal);
    if (signal.aborted) return [];
    const wants = step === killed ? 'stop' : 'run';
    const present = ids
      .map((id) => state.allocations.get(id))
      .filter((one) => one !== undefined)
      .filter((one) => !isTerminal(one) && one.DesiredStatus === wants);
    if (present.length === 0) return [];
    const allocations = present.map((one) => advance(one, step, world.clock()));
    state.write({ kind: 'AllocationUpdated', allocations });
    return allocations.map(({ ID }) => ID);
  }

  async function live(allocations: readonly Allocation[], delayMs: number): Promise<void> {
    const [first] = allocations;
    if (!first) return;
    const ids = allocations.map(({ ID }) => ID);
    const fate = fateOf(first.Job);
    const running = await after(delayMs, ids, started);
    if (fate.kind === 'ends') await after(4_000 + random() * 2_000, running, ended);
    if (fate.kind === 'crashes') await crash(running, first, fate);
  }

  async function crash(
    ids: readonly string[],
    allocation: Allocation,
    fate: Extract<Fate, { kind: 'crashes' }>,
  ): Promise<void> {
    const { Attempts, Delay } = groupOf(allocation)?.RestartPolicy ?? { Attempts: 0, Delay: 0 };
    let left = ids;
    for (let attempt = 0; attempt < Attempts && left.length > 0; attempt += 1) {
      left = await after(800, left, crashed(fate)); // oxlint-disable-line no-await-in-loop -- one after the other
      left = await after(Delay / 1e6, left, startedAgain); // oxlint-disable-line no-await-in-loop
    }
    await after(800, left, failed(fate, Attempts));
  }

  function onWrite({ kind, allocations, index }: Written): void {
    if (kind !== 'PlanResult') return;
    const fresh = allocations.filter(({ CreateIndex }) => CreateIndex === index);
    const size = Math.ceil(fresh.length / waves);
    for (let at = 0; at * size < fresh.length; at += 1) {
      const wave = fresh.slice(at * size, (at + 1) * size);
      void live(wave, 1_000 + at * 130 + random() * 100);
    }
    const ending = allocations.filter(({ DesiredStatus }) => DesiredStatus !== 'run');
    if (ending.length > 0)
      void after(
        400,
        ending.map(({ ID }) => ID),
        killed,
      );
  }

  state.onWrite(onWrite);
}
