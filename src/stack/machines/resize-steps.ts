import type { NodeStub, Nomad } from '../../platforms/nomad/nomad.ts';
import type { Pool } from '../../platforms/pool/pool.ts';
import { agree } from '../agree.ts';
import type { Step } from '../step.ts';
import { drainSeconds } from './drain-steps.ts';

const longestMs = 10 * 60_000;

/** The machines of a pool as Nomad has them, without those that were given back. */
export async function readMachines(nomad: Nomad, { nodePool }: Pool): Promise<readonly NodeStub[]> {
  const nodes = await nomad.nodes();
  return nodes.filter(
    (node) =>
      (nodePool === undefined || node.NodePool === nodePool) && (isUp(node) || isOpen(node)),
  );
}

export function isUsable(node: NodeStub): boolean {
  return node.Status === 'ready' && isOpen(node);
}

/**
 * Takes a pool to that many machines: what is too much is drained, then given back, and all is done when Nomad
 * says that so many are ready and eligible, whatever the provider says. Every step reads the world anew, so it
 * can be continued by anybody.
 */
export function resizeSteps(pool: Pool, count: number, signal: AbortSignal): readonly Step[] {
  const leavingOf = async (nomad: Nomad): Promise<readonly NodeStub[]> =>
    pickLeaving(await readMachines(nomad, pool), count);

  const drain: Step = {
    name: 'drain the machines that leave',
    after: [],
    capMs: longestMs,
    async look({ nomad }) {
      const leaving = (await leavingOf(nomad)).filter(isUp);
      const left = await Promise.all(leaving.map(({ ID }) => nomad.countOn(ID)));
      const live = left.reduce((sum, one) => sum + one, 0);
      const isDrained = leaving.every(isDrainedNode) && live === 0;
      const on = agree(leaving.length, leaving[0]?.Name ?? '', 'the machines that leave');
      const tasks = `${live || 'no'} ${agree(live, 'task is', 'tasks are')}`;
      const seen = leaving.length === 0 ? 'no machine leaves' : `${tasks} left on ${on}`;
      return { kind: isDrained ? 'done' : 'waiting', seen };
    },
    async act({ nomad }) {
      const open = (await leavingOf(nomad)).filter((node) => isUp(node) && !isDrainedNode(node));
      await Promise.all(open.map(({ ID }) => nomad.drain(ID, drainSeconds)));
    },
  };
  const resize: Step = {
    name: 'resize the pool',
    after: [drain.name],
    capMs: longestMs,
    async look() {
      const size = await pool.size(signal);
      return { kind: size === count ? 'done' : 'waiting', seen: `the pool is set to ${size}` };
    },
    async act({ nomad }) {
      const nodes = (await leavingOf(nomad)).toSorted((a, b) => Number(isUp(b)) - Number(isUp(a)));
      const leaving = await Promise.all(nodes.map(({ ID }) => nomad.node(ID)));
      await pool.resize(
        count,
        leaving.map(({ Name, Attributes }) => ({ name: Name, attributes: Attributes })),
        signal,
      );
    },
  };
  const settle: Step = {
    name: 'wait for Nomad',
    after: [resize.name],
    capMs: longestMs,
    async look({ nomad }) {
      const machines = await readMachines(nomad, pool);
      const usable = machines.filter(isUsable).length;
      const isSettled = usable === count && machines.filter(isUp).length === count;
      const seen = `${usable} of ${count} ${agree(count, 'machine is', 'machines are')} ready and eligible`;
      return { kind: isSettled ? 'done' : 'waiting', seen };
    },
  };
  const forget: Step = {
    name: 'leave out the machines that are gone',
    after: [settle.name],
    capMs: longestMs,
    async look({ nomad }) {
      const lost = (await readMachines(nomad, pool)).filter((node) => !isUp(node)).length;
      return {
        kind: lost === 0 ? 'done' : 'waiting',
        seen: `${lost || 'no'} ${agree(lost, 'machine is', 'machines are')} down`,
      };
    },
    async act({ nomad }) {
      const lost = (await readMachines(nomad, pool)).filter((node) => !isUp(node));
      await Promise.all(lost.map(({ ID }) => nomad.setEligible(ID, false)));
    },
  };
  return [drain, resize, settle, forget];
}

/** Those that are lost, then those that are being drained already, then the youngest by their names. */
function pickLeaving(machines: readonly NodeStub[], count: number): readonly NodeStub[] {
  const inOrder = machines.toSorted(
    (a, b) =>
      Number(isUp(a)) - Number(isUp(b)) ||
      Number(isOpen(a)) - Number(isOpen(b)) ||
      b.Name.localeCompare(a.Name, 'en', { numeric: true }),
  );
  return inOrder.slice(0, Math.max(0, machines.length - count));
}

function isUp({ Status }: NodeStub): boolean {
  return Status !== 'down';
}

function isOpen({ SchedulingEligibility }: NodeStub): boolean {
  return SchedulingEligibility === 'eligible';
}

function isDrainedNode(node: NodeStub): boolean {
  return !isOpen(node) && !node.Drain;
}
