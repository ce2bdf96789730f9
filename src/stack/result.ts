import type { Component, Sights } from './component.ts';

/** What was deployed, as it is measured now: the last component is what was asked for, before it what came along. */
export async function measureResult(
  components: readonly Component[],
  asked: string,
  world: Sights,
): Promise<string> {
  const main = components.find(({ name }) => name === asked);
  if (!main) {
    const all = await Promise.all(components.map((one) => measureShort(one, world)));
    return all.join(', ');
  }
  const [servers, leader] = await Promise.all([main.measure(world), main.leader(world)]);
  const { ready = 0, wanted = 0 } = servers ?? {};
  const are = wanted === 1 ? 'server is' : 'servers are';
  return `${ready} of ${wanted} ${are} ready and ${leader ?? 'nobody'} leads`;
}

async function measureShort({ title, measure }: Component, world: Sights): Promise<string> {
  const { ready = 0, wanted = 0 } = (await measure(world)) ?? {};
  return `${title} has ${ready} of ${wanted} servers ready`;
}
