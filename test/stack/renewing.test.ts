import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keepDoing } from '../../src/keep-doing.ts';
import type { KubeObject } from '../../src/platforms/kubernetes/kubernetes.ts';
import { stampOf } from '../../src/stack/identity/leaf.ts';
import { openHouse } from '../house.ts';
import { type Replica, untilRun } from './replica.ts';
import { useStage } from './stage.ts';

const dayMs = 24 * 60 * 60_000;
const stage = useStage(0.01);
const { open } = stage;

type Secret = KubeObject & { readonly data: Readonly<Record<string, string>> };
type Found = KubeObject & {
  readonly spec: {
    readonly template: {
      readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
      readonly spec: object;
    };
  };
};

async function readPem({ kubernetes }: Replica, name: string, namespace: string, key: string) {
  const { data } = await kubernetes.get<Secret>('Secret', name, namespace);
  return Buffer.from(data[key] ?? '', 'base64').toString();
}

async function idsOf({ kubernetes }: Replica): Promise<readonly (string | undefined)[]> {
  const { items } = await kubernetes.list<KubeObject>('Pod', { namespace: 'consul' });
  return items.map(({ metadata }) => metadata.uid);
}

async function deployConsul(): Promise<Replica> {
  const replica = open();
  await replica.stack.deploy('consul', 3);
  await untilRun(replica, 'deploy-consul');
  return replica;
}

const runsOf = async ({ ledger }: Replica): Promise<readonly string[]> =>
  (await ledger.list()).map(({ run }) => run.id);

describe('certificates', { timeout: 90_000 }, () => {
  it('are left alone while they are young', async () => {
    const replica = await deployConsul();
    await replica.renew();
    expect(await runsOf(replica)).toEqual(['deploy-consul']);
  });

  it('are replaced before two thirds of their life, by one replica, with a restart of who reads them', async () => {
    const one = await deployConsul();
    const before = await readPem(one, 'consul-tls', 'consul', 'tls.crt');
    const authority = await readPem(one, 'hashinetes-ca', 'hashinetes', 'ca.crt');
    const pods = await idsOf(one);
    const { spec } = await one.kubernetes.get<Found>('StatefulSet', 'consul', 'consul');
    const { validFrom, validTo } = new X509Certificate(before);
    const life = Date.parse(validTo) - Date.parse(validFrom);
    stage.forward((life * 2) / 3 - dayMs / 2);

    const two = open('two');
    await Promise.all([one.renew(), two.renew()]);
    const run = await untilRun(one, 'renew-consul');
    expect(run.steps.map(({ name, state }) => `${name}: ${state}`)).toEqual([
      'check the permissions: done',
      'make the certificates and secrets: done',
      'show Consul its new certificate: done',
      'restart the servers of Consul: done',
    ]);
    const begun = [...one.events(), ...two.events()].filter((event) => event === 'run.begun');
    expect(begun).toHaveLength(2); // the deployment, and one renewal

    const after = await readPem(one, 'consul-tls', 'consul', 'tls.crt');
    expect(after).not.toBe(before);
    expect(new X509Certificate(after).verify(new X509Certificate(authority).publicKey)).toBe(true);
    expect(await readPem(one, 'hashinetes-ca', 'hashinetes', 'ca.crt')).toBe(authority);
    const set = await one.kubernetes.get<Found>('StatefulSet', 'consul', 'consul');
    expect(set.spec.template.metadata.annotations).toEqual({
      ...spec.template.metadata.annotations,
      'hashinetes.dev/certificate': stampOf(after),
    });
    expect(set.spec.template.spec).toEqual(spec.template.spec);
    expect((await idsOf(one)).filter((id) => pods.includes(id))).toEqual([]);
    expect(await one.stack.status('consul')).toMatchObject({ isUp: true });

    const told = one.events().length;
    await one.renew();
    expect(one.events()).toHaveLength(told);
    expect(await runsOf(one)).toEqual(['renew-consul', 'deploy-consul']);
  });

  it('of what is being changed are left for the next time', async () => {
    const replica = await deployConsul();
    stage.forward(365 * dayMs);
    await replica.stack.scale('consul', 5);
    await replica.renew();
    expect(await runsOf(replica)).not.toContain('renew-consul');
    await untilRun(replica, 'scale-consul');
    await replica.renew();
    await untilRun(replica, 'renew-consul');
  });
});

it('a house looks for them when it starts, and has nothing to say where nothing is deployed', async () => {
  const house = await openHouse();
  try {
    await house.deployNomad();
    const events = house.logged.map(({ event }) => event);
    expect(events.filter((event) => event.startsWith('certificates'))).toEqual([]);
  } finally {
    await house.close();
  }
});

it('what is kept doing is done at once and again, whatever went wrong, until it is stopped', async () => {
  const logged: string[] = [];
  let times = 0;
  const stop = keepDoing(
    async () => {
      times += 1;
      if (times === 1) throw new Error('not yet');
    },
    10,
    'trying',
    (event) => void logged.push(event),
  );
  await expect.poll(() => times).toBeGreaterThan(2);
  stop();
  const then = times;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([times, logged]).toEqual([then, ['trying']]);
});
