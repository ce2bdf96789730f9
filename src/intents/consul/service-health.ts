import { z } from 'zod';
import { type Context, defineIntent } from '../../intent.ts';

type Instance = Awaited<ReturnType<Context['consul']['find']>>['instances'][number];

export default defineIntent({
  slots: z.object({ service: z.string() }),
  replies: ['passing', 'failing', 'unchecked', 'absent', 'unsure'],
  risk: 'read',
  elsewhere: ['absent', 'unsure'],
  async run({ service }, { consul }) {
    const { place, instances, silent } = await consul.find(service);
    if (!place || instances.length === 0)
      return silent.length > 0 ? { reply: 'unsure', facts: { silent } } : { reply: 'absent' };
    const total = instances.length;
    const passing = instances.filter(({ health }) => health === 'passing').length;
    const facts = { place: place.name, total, passing };
    const display = {
      title: `Checks of ${service} in ${place.name}`,
      columns: ['node', 'check', 'state', 'output'],
      rows: instances.flatMap(({ node, checks }) =>
        checks.map(({ Name, Status, Output }) => [node, Name, Status, Output.trim()]),
      ),
    };
    const worst = instances.findLast(({ health }) => health === 'critical' || health === 'warning');
    if (worst) return { reply: 'failing', facts: { ...facts, ...toCause(worst) }, display };
    return { reply: passing === total ? 'passing' : 'unchecked', facts, display };
  },
});

/** The first check that is as bad as the instance, and the end of what it said: that is where the cause is. */
function toCause({ node, health, checks }: Instance) {
  const check = checks.find(({ Status }) => Status === health);
  const last = check?.Output.trim().split('\n')[0]?.split(': ').at(-1) ?? '';
  const because = /^.{1,80}$/.test(last) ? last : 'it does not say why';
  return { node, check: check?.Name, state: health, because };
}
