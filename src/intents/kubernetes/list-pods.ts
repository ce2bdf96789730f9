import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

const part = 'app.kubernetes.io/part-of=hashinetes';

export default defineIntent({
  slots: z.object({ component: z.string().optional() }),
  replies: ['all', 'some', 'troubled', 'none'],
  risk: 'read',
  async run({ component = 'everything' }, { kubernetes }) {
    const labelSelector =
      component === 'everything' ? part : `${part},app.kubernetes.io/name=${component}`;
    const pods = await kubernetes.pods({ labelSelector });
    if (pods.length === 0) return { reply: 'none' };
    const ready = pods.filter(({ isReady }) => isReady).length;
    const because = pods.find(({ trouble }) => trouble !== undefined)?.trouble;
    const facts = { total: pods.length, ready, because };
    const incomplete = because === undefined ? 'some' : 'troubled';
    return {
      reply: ready === pods.length ? 'all' : incomplete,
      facts,
      display: {
        title: 'Pods',
        columns: ['pod', 'phase', 'ready'],
        rows: pods.map((pod) => [pod.name, pod.phase, pod.isReady ? 'yes' : (pod.trouble ?? 'no')]),
      },
    };
  },
});
