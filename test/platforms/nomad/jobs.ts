import type { Job } from '../../../src/platforms/nomad/nomad.ts';

const plain = {
  type: 'service',
  count: 1,
  driver: 'raw_exec',
  command: '/bin/sleep',
  args: ['300'],
  memory: 16,
  group: {},
  more: {},
};

/** A small job in the API's form, with one group and one task of the names `g` and `t`. */
export function sketch(id: string, options: Partial<typeof plain> = {}): Job {
  const { type, count, driver, command, args, memory, group, more } = { ...plain, ...options };
  const Resources = { CPU: 20, MemoryMB: memory };
  const Tasks = [{ Name: 't', Driver: driver, Config: { command, args }, Resources }];
  const Update = type === 'service' ? { MaxParallel: 0 } : null;
  const TaskGroups = [{ Name: 'g', Count: count, Update, Tasks, ...group }];
  return { ID: id, Name: id, Type: type, TaskGroups, ...more };
}
