import { expect, it } from 'vitest';
import { watchServers } from '../../../src/sandbox/kubernetes/watch-servers.ts';
import { eventually } from './door.ts';
import { statefulSet } from './samples.ts';
import { areReady, core, useTown } from './town.ts';

const town = useTown();

it('tells the servers of a StatefulSet as they come, become ready and go', async () => {
  const { sandbox, send } = town.door();
  const servers = watchServers(sandbox.store, { namespace: 'default', statefulSet: 'web' });
  const ready: number[] = [];
  const stop = servers.onChange(() => {
    ready.push(servers.list().filter((server) => server.ready).length);
  });
  expect(servers.list()).toEqual([]);

  await town.apply(statefulSet('other', 1));
  await town.apply(statefulSet('web', 2));
  await eventually(town.pods, areReady(3));
  const address = expect.stringMatching(/^10\.244\.\d+\.\d+$/);
  expect(servers.list()).toEqual([
    { name: 'web-0', address, ready: true },
    { name: 'web-1', address, ready: true },
  ]);
  expect(ready.at(-1)).toBe(2);

  await send('DELETE', `${core}/pods/web-0`);
  expect(ready).toContain(1);
  expect(ready.lastIndexOf(1)).toBeGreaterThan(ready.indexOf(2));

  stop();
  const told = ready.length;
  await send('DELETE', `${core}/pods/web-1`);
  expect(ready).toHaveLength(told);
});
