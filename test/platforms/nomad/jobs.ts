import type { Job } from '../../../src/platforms/nomad/nomad.ts';

export type Sketch = {
  readonly type?: 'service' | 'batch';
  readonly count?: number;
  readonly driver?: string;
  readonly command?: string;
  readonly args?: readonly string[];
  readonly memory?: number;
  readonly cpu?: number;
  readonly more?: object;
  readonly group?: object;
};

/** A small job in the API's form, with one group and one task of the name `g` and `t`. */
export function sketch(id: string, options: Sketch = {}): Job {
  const { type = 'service', count = 1, driver = 'raw_exec', command = '/bin/sleep' } = options;
  const { args = ['300'], memory = 16, cpu = 20, more = {}, group = {} } = options;
  const TaskGroups = [
    {
      Name: 'g',
      Count: count,
      ...(type === 'service' && { Update: { MaxParallel: 0 } }),
      Tasks: [
        {
          Name: 't',
          Driver: driver,
          Config: { command, args },
          Resources: { CPU: cpu, MemoryMB: memory },
        },
      ],
      ...group,
    },
  ];
  return { ID: id, Name: id, Type: type, TaskGroups, ...more };
}
