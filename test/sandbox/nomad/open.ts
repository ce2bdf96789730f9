import { expect, onTestFinished } from 'vitest';
import { createNomad, type NomadClient } from '../../../src/platforms/nomad/client.ts';
import {
  createNomadSandbox,
  type NomadSandbox,
  type NomadSandboxOptions,
} from '../../../src/sandbox/nomad/nomad-sandbox.ts';
import { createPace } from '../../../src/sandbox/pace.ts';
import { serve } from '../../servers/listen.ts';
import { eventually } from '../../platforms/nomad/subject.ts';
import { createPods, type Pods } from '../pods.ts';

export type Opened = {
  readonly url: string;
  readonly nomad: NomadClient;
  readonly sandbox: NomadSandbox;
  readonly pods: Pods;
  /** Waits until the job's group `g` is counted so. */
  readonly tally: (job: string, counts: object) => Promise<void>;
};

/** The sandbox's Nomad behind a socket, with a client: at once where no pace is given, and no pod ready yet. */
export async function openNomad(options: Partial<NomadSandboxOptions> = {}): Promise<Opened> {
  const pods = createPods('nomad');
  const sandbox = createNomadSandbox({
    pace: createPace(0),
    clock: () => new Date(),
    random: Math.random,
    servers: pods,
    ...options,
  });
  const { url, close } = await serve(sandbox.listener);
  const origin = { url };
  const nomad = createNomad({ origin: async () => origin });
  onTestFinished(async () => {
    sandbox.stop();
    await nomad.close();
    await close();
  });
  const tally: Opened['tally'] = (job, counts) =>
    eventually(async () =>
      expect((await nomad.summary(job)).value.Summary['g']).toMatchObject(counts),
    );
  return { url, nomad, sandbox, pods, tally };
}

/** The same with all its pods ready, a leader and its machines. */
export async function openReady(options: Partial<NomadSandboxOptions> = {}): Promise<Opened> {
  const opened = await openNomad(options);
  opened.pods.setReady('nomad-0', 'nomad-1', 'nomad-2');
  await eventually(async () => {
    const ready = (await opened.nomad.nodes()).filter(({ Status }) => Status === 'ready');
    expect(ready).toHaveLength(options.machines ?? 3);
  });
  return opened;
}
