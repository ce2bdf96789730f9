import { Failure } from '../failure.ts';
import { type Components, withNeeds } from './components/components.ts';
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
    const { component, deed, state } = latest?.run ?? {};
    const isOnItsWay =
      state === 'running' &&
      deed === 'deploy' &&
      withNeeds(components, component ?? '').some(({ name }) => name === platform);
    if (servers) return new Failure('unready', { platform, because: toCause(servers) });
    if (isOnItsWay) return new Failure('unready', { platform, because: 'it is being deployed' });
    return new Failure('undeployed', { platform });
  }

  return async (failure) => {
    const { platform } = failure.facts;
    const ours = [...components.values()].find(({ name, recipe }) => recipe && name === platform);
    if (!['unreachable', 'undeployed'].includes(failure.kind) || !ours) return failure;
    const explained = await look(ours.name).catch(() => undefined);
    return explained ?? failure;
  };
}

function toCause({ trouble, ready, wanted }: NonNullable<Status['servers']>): string {
  return trouble ?? `${ready} of ${wanted} servers are ready`;
}
