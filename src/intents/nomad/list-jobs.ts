import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

export default defineIntent({
  slots: z.object({}),
  replies: ['all', 'some', 'idle', 'none'],
  risk: 'read',
  async run(_slots, { jobs }) {
    const listed = await jobs.list();
    const own = listed.filter(({ ParentID = '' }) => ParentID === '');
    if (own.length === 0) return { reply: 'none' };
    const isOn = ({ Status }: (typeof own)[number]): boolean => Status === 'running';
    const running = own.filter(isOn);
    const idle = own.filter((job) => !isOn(job));
    return {
      reply: toReply(running.length, idle.length),
      facts: {
        total: own.length,
        running: running.map(({ Name }) => Name),
        idle: idle.map(({ Name }) => Name),
      },
      display: {
        title: 'Nomad jobs',
        columns: ['job', 'type', 'state'],
        rows: own.map(({ Name, Type, Status }) => [Name, Type, Status]),
      },
    };
  },
});

function toReply(running: number, idle: number): 'all' | 'some' | 'idle' {
  if (idle === 0) return 'all';
  return running === 0 ? 'idle' : 'some';
}
