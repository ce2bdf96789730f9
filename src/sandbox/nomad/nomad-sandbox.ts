import type { RequestListener } from 'node:http';
import type { Pace } from '../pace.ts';
import { type AclOptions, createAcl } from './acl/acl.ts';
import { aclRoutes } from './acl/routes.ts';
import { keyRoutes, openRoutes } from './api/identity.ts';
import { jobRoutes } from './api/jobs.ts';
import { listRoutes } from './api/lists.ts';
import { createListener } from './api/listener.ts';
import { logRoutes } from './api/logs.ts';
import { nodeRoutes } from './api/nodes.ts';
import { serverRoutes } from './api/servers.ts';
import { runClients } from './clients/clients.ts';
import { createFates } from './clients/fates.ts';
import { createFleet, type Fleet, type Machine } from './clients/fleet.ts';
import { rescheduleFailures } from './clients/reschedule.ts';
import type { Fate } from './clients/steps.ts';
import { followDeployments } from './scheduler/follow-deployments.ts';
import { createScheduler } from './scheduler/scheduler.ts';
import { setMaxListeners } from 'node:events';
import { createQuorum, type Servers } from '../quorum.ts';
import { createState, type State } from './state/state.ts';
import { createUuid } from '../uuid.ts';

export type NomadSandboxOptions = {
  readonly pace: Pace;
  readonly clock: () => Date;
  readonly random: () => number;
  readonly servers: Servers;
  /** Client machines that come up with the first leader. */
  readonly machines?: number;
  readonly machine?: Machine;
  /** Without them there are no ACLs, and everybody may do everything. */
  readonly acl?: AclOptions;
};

export type NomadSandbox = {
  readonly listener: RequestListener;
  /** What it holds, for others in the sandbox to watch. */
  readonly state: State;
  readonly stop: () => void;
  /** Its tokens, policies and auth methods are gone, as on empty volumes. */
  readonly wipeAcls: () => void;
  /** The pool of client machines, as a cloud would resize it. */
  readonly pool: Pick<Fleet, 'size' | 'resize'>;
  /** From now on the tasks of a job end so when they start; `undefined` lets them be. */
  readonly setFate: (job: string, fate: Fate | undefined) => void;
  /** A client machine is no longer heard of. */
  readonly loseMachine: (name: string) => void;
};

const ordinary: Machine = { cpu: 8_000, memory: 16_384, drivers: ['exec', 'raw_exec', 'docker'] };

/**
 * Nomad's HTTP API over the servers that `servers` names: no server ready, no answer; no majority, no leader.
 * What is registered is scheduled, placed and run in the sandbox's time. It lives as long as this process.
 */
export function createNomadSandbox(options: NomadSandboxOptions): NomadSandbox {
  const { pace, clock, random, servers, machines = 3, machine = ordinary } = options;
  const ended = new AbortController();
  setMaxListeners(0, ended.signal); // everything that waits listens to it
  const state = createState();
  const world = { state, pace, clock, random, uuid: createUuid(random), signal: ended.signal };
  const quorum = createQuorum({ ...world, servers, removed: 'asked back', electionMs: 800 });
  const scheduler = createScheduler(world);
  const fleet = createFleet(world, machine);
  const fates = createFates();
  runClients(world, fates.of);
  rescheduleFailures(world, scheduler);
  followDeployments(world, scheduler);
  const joined = quorum.onLeader(() => {
    joined();
    fleet.resize(machines);
  });

  const acl = options.acl && createAcl(world, options.acl);
  quorum.onForgotten(() => {
    state.write({ kind: 'JobDeregistered', purged: [...state.jobs.keys()] });
  });
  const routes = [
    ...jobRoutes(world, scheduler),
    ...nodeRoutes(world, scheduler),
    ...listRoutes(state),
    ...serverRoutes(world, quorum, acl !== undefined),
    ...(acl ? aclRoutes(world, acl) : openRoutes),
    ...keyRoutes(world),
    ...logRoutes(state, clock),
  ];
  return {
    listener: createListener(world, quorum, routes, acl?.admit),
    state,
    stop: () => ended.abort(),
    wipeAcls: () => acl?.wipe(),
    pool: { size: fleet.size, resize: fleet.resize },
    setFate: fates.set,
    loseMachine: fleet.lose,
  };
}
