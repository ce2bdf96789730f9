import { z } from 'zod';
import { defineIntent } from '../../intent.ts';

const mostSpoken = 5;

export default defineIntent({
  slots: z.object({}),
  replies: ['some', 'many', 'none'],
  risk: 'read',
  async run(_slots, { jobs }) {
    const listed = await jobs.list();
    const own = listed.filter(({ ParentID = '' }) => ParentID === '');
    if (own.length === 0) return { reply: 'none' };
    const isOn = ({ Status }: (typeof own)[number]): boolean => Status === 'running';
    const first = own.toSorted((a, b) => Number(isOn(b)) - Number(isOn(a))).slice(0, mostSpoken);
    return {
      reply: own.length > mostSpoken ? 'many' : 'some',
      facts: {
        total: own.length,
        running: own.filter(isOn).length,
        names: first.map(({ Name }) => Name).join(', '),
        more: own.length - first.length,
      },
      display: {
        title: 'Nomad jobs',
        columns: ['job', 'type', 'state'],
        rows: own.map(({ Name, Type, Status }) => [Name, Type, Status]),
      },
    };
  },
});
