import { agree } from './agree.ts';
import type { Component, Sights } from './component.ts';
import { measureServers } from './servers.ts';
import type { StackWorld } from './stack-world.ts';
import { secretsOf } from './identity/keyring.ts';
import { listClaims } from './steps/take-down.ts';

const listed = new Intl.ListFormat('en-GB'); // "a, b and c"
const either = new Intl.ListFormat('en-GB', { type: 'disjunction' });

/** What was deployed, as it is measured now: the last component is what was asked for, before it what came along. */
export async function measureResult(
  components: readonly Component[],
  asked: string,
  world: Sights,
): Promise<string> {
  const main = components.find(({ name }) => name === asked);
  if (!main) {
    const all = await Promise.all(components.map((one) => measureShort(one, world)));
    return listed.format(all);
  }
  const [servers, leader] = await Promise.all([main.measure(world), main.leader?.(world)]);
  const { ready = 0, wanted = 0 } = servers ?? {};
  const there = `${ready} of ${wanted} ${agree(wanted, 'server is', 'servers are')} ready`;
  return main.leader ? `${there} and ${leader ?? 'nobody'} leads` : there;
}

async function measureShort({ title, measure }: Component, world: Sights): Promise<string> {
  const { ready = 0, wanted = 0 } = (await measure(world)) ?? {};
  return `${title} has ${ready} of ${wanted} ${agree(wanted, 'server', 'servers')} ready`;
}

/** What is left of components that were taken down, as it is measured now. */
export async function measureLeft(
  components: readonly Component[],
  world: Pick<StackWorld, 'kubernetes' | 'identity'>,
): Promise<string> {
  const left = components.map(async ({ title, name, recipe }) => {
    if (!recipe) return [];
    const [servers, claims, secrets] = await Promise.all([
      measureServers(world.kubernetes, recipe.statefulSet, name),
      listClaims(world.kubernetes, name, recipe.statefulSet),
      world.identity.list(secretsOf([name])),
    ]);
    const parts = [
      ...(servers ? ['servers'] : []),
      ...(claims.length > 0
        ? [`${claims.length} ${agree(claims.length, 'volume', 'volumes')}`]
        : []),
      ...(secrets.length > 0 ? ['the secrets'] : []),
    ];
    return [{ title, parts }];
  });
  const all = (await Promise.all(left)).flat();
  const rest = all.filter(({ parts }) => parts.length > 0);
  if (rest.length === 0)
    return `nothing of ${either.format(all.map(({ title }) => title))} is left`;
  const what = rest.map(({ title, parts }) => `${parts.join(' and ')} of ${title}`);
  return `what is left is ${listed.format(what)}`;
}
