import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, openHouse, type TestHouse } from './house.ts';

/** Two clusters in sandboxes, which the houses under test reach as they would reach real ones. */
let town: TestHouse;
let house: TestHouse;
let folder: string;
let hung: Server;
const held = new Set<Socket>();

beforeAll(async () => {
  town = await openHouse({ HASHINETES_CLUSTERS: 'one,two' });
  await town.deployNomad('two');
  hung = createServer((socket) => void held.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => hung.listen(0, '127.0.0.1', resolve));
  folder = await mkdtemp(join(tmpdir(), 'clusters-'));
}, 120_000);

afterAll(async () => {
  for (const socket of held) socket.destroy();
  hung.close();
  await town.close();
  await rm(folder, { recursive: true });
});

describe('a cluster that hangs', () => {
  beforeAll(async () => {
    const address = hung.address();
    const port = typeof address === 'object' ? address?.port : 0;
    house = await openHouse({
      HASHINETES_CLUSTERS: 'east,west',
      HASHINETES_WRITES: '1',
      NOMAD_ADDR: `http://127.0.0.1:${port}`,
      NOMAD_ADDR_WEST: town.sandboxes[1]?.nomad ?? '',
    });
  });
  afterAll(() => house.close());

  it('keeps no other one waiting, and is told as late itself', async () => {
    const settled: string[] = [];
    const ask = async (text: string, session: string): Promise<string> => {
      const { speech } = await house.say(text, session);
      settled.push(session.slice(0, 4));
      return speech;
    };
    const late = Array.from({ length: 20 }, (_none, at) =>
      ask('how many pings are running on east', `east ${at}`),
    );
    expect(await ask('run three pings on west', 'west 1')).toContain('On west: Creating 3 ping');
    expect(await ask('list the jobs on west', 'west 2')).toMatch(/^On west: .*ping/);
    expect(settled).toEqual(['west', 'west']);
    for (const speech of await Promise.all(late))
      expect(speech).toMatch(/^On east: .* I do not know how it is\.$/);
  });

  it('is told as silent among those that answer', async () => {
    const answer = await fetch(`${house.url}/v1/platforms`, { signal: AbortSignal.timeout(8_000) });
    const { platforms } = (await answer.json()) as {
      readonly platforms: readonly { cluster: string; name: string; answers: boolean }[];
    };
    const answering = platforms.filter(({ answers }) => answers);
    expect(answering).toMatchObject([{ cluster: 'west', name: 'nomad' }]);
  });

  it('says in which setting a platform would be', async () => {
    expect((await house.say('list the pods on west')).speech).toContain('KUBECONFIG_WEST');
  });
});

describe('contexts of a kubeconfig', () => {
  beforeAll(async () => {
    const file = join(folder, 'config');
    const user = { name: 'u', user: {} };
    const named = ['one', 'two'].map((name, at) => {
      const server = town.sandboxes[at]?.kubernetes;
      return {
        cluster: { name, cluster: { server, 'insecure-skip-tls-verify': true } },
        context: { name: `kind-${name}`, context: { cluster: name, user: 'u' } },
      };
    });
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'kind-two',
      clusters: named.map(({ cluster }) => cluster),
      contexts: named.map(({ context }) => context),
      users: [user],
    };
    await writeFile(file, JSON.stringify(config));
    house = await openHouse({
      HASHINETES_CLUSTERS: 'east=kind-one,west=kind-two,north',
      KUBECONFIG: file,
    });
  });
  afterAll(() => house.close());

  it('are clusters by the names that they were given', async () => {
    await eventually(async () => {
      const { text } = await house.say('list the nomad pods on west');
      expect(text).toMatch(/^On west: .*3/); // late at first: the library is read then
    });
    expect((await house.say('list the nomad pods on east')).text).toMatch(/^On east: .*(no|not)/i);
  });

  it('are told where one of that name is missing', async () => {
    expect((await house.say('list the kubernetes nodes on north')).speech).toMatch(
      /^On north: I can not reach Kubernetes: .* has no context north, only kind-one, kind-two\.$/,
    );
  });

  it('stay unchanged where changes are switched off', async () => {
    expect((await house.say('deploy nomad on east')).speech).toContain('I may only look');
  });
});
