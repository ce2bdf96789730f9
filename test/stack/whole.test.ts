import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/platforms/kubernetes/kubernetes.ts';
import { stepNames } from '../../src/stack/step-names.ts';
import { eventually } from '../house.ts';
import { type Replica, untilDone, untilFailed } from './replica.ts';
import { useStage } from './stage.ts';

const stage = useStage(0.02);
const { open } = stage;

type StatefulSet = KubeObject & {
  readonly spec: {
    readonly template: {
      readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
      readonly spec: { readonly containers: readonly { readonly image: string }[] };
    };
  };
  readonly status: { readonly readyReplicas?: number };
};
type Secret = KubeObject & { readonly data: Readonly<Record<string, string>> };

const setOf = ({ kubernetes }: Replica, name: string, namespace = name): Promise<StatefulSet> =>
  kubernetes.get<StatefulSet>('StatefulSet', name, namespace);

async function stepOf({ stack }: Replica, name: string) {
  return (await stack.progress())?.run.steps.find((step) => step.name === name);
}

/** Every secret value that lies in Kubernetes: none may be anywhere else. */
async function canaries({ kubernetes }: Replica): Promise<readonly string[]> {
  const { items } = await kubernetes.list<Secret>('Secret');
  return items
    .flatMap(({ data }) => Object.entries(data))
    .filter(([key]) => !['ca.crt', 'tls.crt'].includes(key))
    .flatMap(([, value]) => {
      const text = Buffer.from(value, 'base64').toString();
      return [text].concat(text.split('\n'));
    })
    .filter((value) => value.length > 15);
}

describe('everything', () => {
  it('is deployed in one run, verified part by part, and tells no secret', async () => {
    const replica = open();
    expect(await replica.stack.deploy('everything', 3)).toMatchObject({ kind: 'started' });
    await untilDone(replica);
    const ready = await Promise.all([
      setOf(replica, 'consul'),
      setOf(replica, 'vault'),
      setOf(replica, 'nomad'),
      setOf(replica, 'postgres', 'database'),
    ]);
    expect(ready.map(({ status }) => status.readyReplicas)).toEqual([3, 3, 3, 1]);
    const run = (await replica.stack.progress())?.run;
    expect(run?.result).toBe(
      'Consul has 3 of 3 servers ready, Vault has 3 of 3 servers ready, the database has 1 of 1 server ready and Nomad has 3 of 3 servers ready',
    );
    expect(run?.steps.map(({ name, state, seen }) => `${name}: ${state}, ${seen}`)).toEqual([
      'check the cluster: done, 7 of 7 nodes are ready',
      'check the permissions: done, 48 are granted',
      'make the namespaces: done, 1 was there, 4 were made',
      'make the service accounts: done, 0 were there, 6 were made',
      'make the certificates and secrets: done, 4 certificates are good',
      'apply the services: done, 25 objects',
      'apply the servers: done, 15 objects',
      'start the Consul servers: done, 3 of 3 servers are ready',
      expect.stringMatching(/^elect a Consul leader: done, consul-[012] leads$/),
      'join the Consul servers: done, 3 of 3 Consul servers vote',
      'give Consul its tokens: done, Consul knows 5 tokens',
      expect.stringMatching(
        /^send the consul domain to Consul: done, coredns is told to send it to [\d.]+, within two minutes$/,
      ),
      'initialise Vault: done, vault-0 is initialised and its keys are kept',
      'start the Vault servers: done, 3 of 3 servers are ready',
      expect.stringMatching(/^join the Vault servers: done, 3 of 3 Vault servers vote, vault-/),
      'let Kubernetes log in to Vault: done, Hashinetes is logged in as default and hashinetes',
      'let Hashinetes log in to Consul: done, Consul gives Hashinetes tokens that end',
      'start the database server: done, 1 of 1 server is ready',
      'let Vault make database users: done, Vault makes users for the worker',
      'start the Nomad servers: done, 3 of 3 servers are ready',
      expect.stringMatching(/^elect a Nomad leader: done, [\d.]+:4647 leads$/),
      'bootstrap the ACLs of Nomad: done, Nomad knows its first token',
      'let Hashinetes log in to Nomad: done, Nomad gives Hashinetes tokens that end',
      'join the Nomad servers: done, 3 of 3 Nomad servers are members, 3 vote',
      'publish the keys of Nomad: done, Nomad shows 1 public key',
      'register Nomad in Consul: done, Consul has 3 of 3 Nomad servers',
      'let Consul trust Nomad: done, Consul takes the identities that Nomad signs',
      'let Vault trust Nomad: done, Vault takes the identities that Nomad signs',
      'give up the root token of Vault: done, the root token is revoked, so root-token in the Secret vault-init opens nothing',
    ]);
    const secrets = await canaries(replica);
    expect(secrets.length).toBeGreaterThan(15);
    const { items } = await replica.kubernetes.list('ConfigMap');
    const told = JSON.stringify([items, replica.logged, await replica.stack.progress()]);
    expect(secrets.filter((secret) => told.includes(JSON.stringify(secret).slice(1, -1)))).toEqual(
      [],
    );
    expect(await replica.stack.deploy('everything', 3)).toMatchObject({ kind: 'already' });
  });

  it('puts real images and the certificate that the pods read into what it applies', async () => {
    const replica = open();
    await replica.stack.deploy('vault', 3);
    await untilDone(replica);
    const { spec } = await setOf(replica, 'vault');
    expect(spec.template.spec.containers.map(({ image }) => image)).toEqual([
      'openbao/openbao:2.6.4',
    ]);
    expect(spec.template.metadata.annotations).toMatchObject({
      'hashinetes.dev/certificate': expect.stringMatching(/^.{8,}$/),
    });
  });

  it('brings along what is needed, keeps its size, and turns no secret', async () => {
    const replica = open();
    await replica.stack.deploy('consul', 5);
    await untilDone(replica);
    const before = await canaries(replica);
    expect(await replica.stack.deploy('nomad', 3)).toMatchObject({
      kind: 'started',
      along: ['Vault'],
    });
    await eventually(async () =>
      expect((await setOf(replica, 'nomad')).status.readyReplicas).toBe(3),
    );
    await untilDone(replica);
    expect((await setOf(replica, 'consul')).status.readyReplicas).toBe(5);
    expect(await canaries(replica)).toEqual(expect.arrayContaining([...before]));
  });

  it('sets up what comes later without a root token', async () => {
    const replica = open();
    await replica.stack.deploy('vault', 3);
    await untilDone(replica);
    await replica.stop();
    const later = open('later');
    expect(await later.stack.deploy('database', 3)).toMatchObject({ kind: 'started', along: [] });
    await eventually(async () => {
      const run = (await later.stack.progress())?.run;
      expect([run?.component, run?.state], run?.result).toEqual(['database', 'done']);
    });
    expect(await later.clients.vault.roles()).toEqual(['observer', 'worker']);
  });
});

describe('a run that is interrupted', () => {
  const phases = [
    'make the certificates and secrets',
    stepNames.applyServers,
    stepNames.initialiseVault,
    stepNames.startNomad,
    stepNames.vaultLogins,
    'give up the root token of Vault',
  ];

  it.each(phases)('is continued by another after: %s', async (phase) => {
    const first = open('first');
    await first.stack.deploy('nomad', 3);
    await eventually(async () => expect((await stepOf(first, phase))?.state).not.toBe('waiting'));
    await first.stop();
    const before = await sandboxSecrets();
    const second = open('second');
    await second.runner.adopt();
    await untilDone(second);
    expect(await canaries(second)).toEqual(expect.arrayContaining([...before]));
    expect(await second.stack.status('nomad')).toMatchObject({ isUp: true });
  });

  async function sandboxSecrets(): Promise<readonly string[]> {
    const looker = open('looker');
    const found = await canaries(looker);
    await looker.stop();
    return found;
  }

  it('comes to its end twice at once, with one Vault and one set of secrets', async () => {
    const [one, two] = [open('one'), open('two')];
    const both = await Promise.all([one.stack.deploy('vault', 3), two.stack.deploy('nomad', 3)]);
    expect(both.map(({ kind }) => kind)).toEqual(['started', 'started']);
    await eventually(async () => {
      const runs = (await one.ledger.list()).map(({ run }) => `${run.component} ${run.state}`);
      expect(runs.toSorted()).toEqual(['nomad done', 'vault done']);
    });
  });
});

describe('what goes wrong', () => {
  it('names a verb that is forbidden before anything is made', async () => {
    const replica = open();
    stage.sandbox.controls.kubernetes.faults.deny({
      verb: 'create',
      resource: 'secrets',
      namespace: 'vault',
    });
    await replica.stack.deploy('nomad', 3);
    expect(await untilFailed(replica)).toBe(
      'Hashinetes may not create secrets in namespace vault; apply deploy/install as an administrator',
    );
    await expect(replica.kubernetes.get('Namespace', 'vault')).rejects.toMatchObject({
      kind: 'absent',
    });
  });

  it('says that it was not allowed to touch the DNS, and goes on', async () => {
    const replica = open();
    stage.sandbox.controls.kubernetes.faults.deny({
      verb: 'update',
      resource: 'configmaps',
      namespace: 'kube-system',
    });
    await replica.stack.deploy('consul', 3);
    await untilDone(replica);
    expect((await stepOf(replica, 'send the consul domain to Consul'))?.seen).toMatch(
      /^skipped: I have no right to update configmaps in the namespace kube-system$/,
    );
  });

  it('adds to the DNS what is missing, and leaves what others wrote', async () => {
    const replica = open();
    type Map = KubeObject & { readonly data: Readonly<Record<string, string>> };
    const read = () => replica.kubernetes.get<Map>('ConfigMap', 'coredns', 'kube-system');
    const before = (await read()).data['Corefile'] ?? '';
    await replica.stack.deploy('consul', 3);
    await untilDone(replica);
    const after = (await read()).data['Corefile'] ?? '';
    expect(after.startsWith(before)).toBe(true);
    expect(after.slice(before.length)).toMatch(
      /^consul:53 \{ # by Hashinetes\n {4}errors\n {4}cache 30\n {4}forward \. [\d.]+\n\}\n$/,
    );
  });

  it('tells a Vault that lost its data from one that is new', async () => {
    const replica = open();
    await replica.stack.deploy('vault', 3);
    await untilDone(replica);
    stage.sandbox.controls.vault.wipe();
    await replica.stack.deploy('nomad', 3);
    await eventually(async () => {
      const run = (await replica.stack.progress())?.run;
      expect([run?.component, run?.state]).toEqual(['nomad', 'failed']);
      expect(run?.result).toMatch(/^Vault has lost its data: .* or delete that Secret/);
    });
  });

  it('waits for a Vault that is sealed, and says so', async () => {
    const replica = open();
    await replica.stack.deploy('vault', 3);
    await untilDone(replica);
    stage.sandbox.controls.vault.close();
    await replica.stack.deploy('nomad', 3);
    await eventually(async () =>
      expect((await stepOf(replica, stepNames.initialiseVault))?.seen).toBe('vault-0 is sealed'),
    );
  });

  it('waits for a Consul without a leader', async () => {
    const replica = open();
    const mend = stage.sandbox.controls.consul.trouble(
      { path: /operator\/autopilot\/health/ },
      { status: 500, message: 'No cluster leader' },
    );
    await replica.stack.deploy('consul', 3);
    await eventually(async () =>
      expect((await stepOf(replica, 'join the Consul servers'))?.seen).toBe('Consul has no leader'),
    );
    mend();
    await untilDone(replica);
  });
});
