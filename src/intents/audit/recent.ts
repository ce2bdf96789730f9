import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

const mostShown = 20;

export default defineIntent({
  slots: z.object({}),
  replies: ['some', 'earlier', 'none'],
  risk: 'read',
  async run(_slots, { talk }) {
    const changes = talk.changes();
    const [last] = changes;
    if (!last) return { reply: 'none' };
    const { minutesAgo, sentence } = last;
    const hours = Math.round(minutesAgo / 60);
    return {
      reply: last.isToday ? 'some' : 'earlier',
      facts: {
        total: changes.filter(({ isToday }) => isToday).length,
        last: sentence,
        minutes: minutesAgo > 0 && minutesAgo < 60 ? minutesAgo : undefined,
        hours: minutesAgo >= 60 ? hours : undefined,
      },
      display: {
        title: 'Changes',
        columns: ['when', 'who', 'what'],
        rows: changes.slice(0, mostShown).map((one) => [one.at, one.speaker, one.sentence]),
      },
    };
  },
});
