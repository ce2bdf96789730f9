import { agree } from './agree.ts';
import { Failure } from '../failure.ts';
import { type Components, withNeeds } from './components/components.ts';
import { isDeploying } from './is-deploying.ts';
import type { Stack } from './stack.ts';
import type { Status } from './status.ts';

/** The failure that is told instead, where more can be known of it. Never rejects. */
export type Explain = (failure: Failure) => Promise<Failure>;

export type ExplainOptions = {
  readonly components: Components;
  /** The stack, for a short look. */
  readonly stack: () => Pick<Stack, 'status' | 'progress'>;
};

/** Why something of ours can not be reached: it is not deployed, on its way, or its servers are not ready. */
export function createExplain({ components, stack }: ExplainOptions): Explain {
  async function look(platform: string): Promise<Failure | undefined> {
    const { status, progress } = stack();
    const [{ servers }, latest] = await Promise.all([status(platform), progress()]);
    if (servers?.isRolledOut === true) return undefined;
    const isOnItsWay = isDeploying(components, latest?.run, platform);
    if (servers) return new Failure('unready', { platform, because: toCause(servers) });
    if (isOnItsWay) return new Failure('unready', { platform, because: 'it is being deployed' });
    return new Failure('undeployed', { platform });
  }

  /** Where some servers are ready, what one of them said is told. */
  async function lookAtServers(platform: string): Promise<Failure | undefined> {
    const { servers } = await stack().status(platform);
    return servers && servers.ready > 0 ? undefined : look(platform);
  }

  /** What is sealed while it is being deployed is unsealed by that, and nobody has to do it. */
  async function lookAtSeal(platform: string): Promise<Failure | undefined> {
    const latest = await stack().progress();
    if (!isDeploying(components, latest?.run, platform)) return undefined;
    return new Failure('unready', { platform, because: 'it is being deployed, and still sealed' });
  }

  /** Whether whoever lets us in is still being told to, or never was. */
  async function lookAtTrust({ facts }: Failure): Promise<Failure | undefined> {
    const { run } = (await stack().progress()) ?? {};
    const parts = run?.deed === 'deploy' ? withNeeds(components, run.component) : [];
    if (!run || !parts.some(({ name }) => name === facts['platform'])) return undefined;
    const deployment = run.title ?? run.component;
    if (run.state === 'failed')
      return new Failure('untrusted', { ...facts, failed: run.component });
    if (run.state !== 'running') return undefined;
    const done = run.steps.filter(({ state }) => state === 'done').length;
    return new Failure('untrusted', { ...facts, deployment, done, steps: run.steps.length });
  }

  const looks: Partial<
    Record<Failure['kind'], (platform: string) => Promise<Failure | undefined>>
  > = { unreachable: look, undeployed: look, unready: lookAtServers, sealed: lookAtSeal };

  return async (failure) => {
    const { platform } = failure.facts;
    if (failure.kind === 'untrusted')
      return (await lookAtTrust(failure).catch(() => undefined)) ?? failure;
    const ours = [...components.values()].find(({ name, recipe }) => recipe && name === platform);
    const find = looks[failure.kind];
    if (!find || !ours) return failure;
    return (await find(ours.name).catch(() => undefined)) ?? failure;
  };
}

function toCause({ trouble, ready, wanted }: NonNullable<Status['servers']>): string {
  return trouble ?? `${ready} of ${wanted} ${agree(wanted, 'server is', 'servers are')} ready`;
}
