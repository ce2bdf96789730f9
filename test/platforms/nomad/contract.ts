import { afterAll, beforeAll, describe, expect } from 'vitest';
import { describeBatches } from './contract/batches.ts';
import { describeJobspecs } from './contract/jobspecs.ts';
import { describeNodes } from './contract/nodes.ts';
import { describeRefusals } from './contract/refusals.ts';
import { describeRoom } from './contract/room.ts';
import { describeServers } from './contract/servers.ts';
import { describeServices } from './contract/services.ts';
import { describeWaiting } from './contract/waiting.ts';
import type { Place } from './places.ts';
import { createSubject, eventually } from './subject.ts';

/** What Hashinetes relies on in Nomad: the sandbox and the real one pass the same. */
export function describeNomad(title: string, open: () => Promise<Place>): void {
  // oxlint-disable-next-line vitest/valid-title -- it is given
  describe(title, { timeout: 60_000 }, () => {
    const { promise: opened, resolve } = deferred<Place>();
    const subject = createSubject(opened);
    const { nomad, id } = subject;

    beforeAll(async () => {
      resolve(await open());
      await eventually(async () => {
        const nodes = await nomad.nodes();
        expect(nodes.map(({ Status }) => Status)).toContain('ready');
      });
    }, 60_000);

    afterAll(async () => {
      const ours = (await nomad.jobs()).map(({ ID }) => ID).filter((ID) => ID.startsWith(id('')));
      await Promise.all(ours.map((ID) => nomad.stop(ID)));
      await Promise.all(ours.map((ID) => subject.ended(ID))); // an agent that goes first leaves tasks behind
      await Promise.all(ours.map((ID) => nomad.stop(ID, { purge: true })));
      await nomad.close();
      await (await opened).close();
    }, 60_000);

    describeServers(subject);
    describeJobspecs(subject);
    describeServices(subject);
    describeRoom(subject);
    describeBatches(subject);
    describeWaiting(subject);
    describeNodes(subject);
    describeRefusals(subject);
  });
}

function deferred<T>() {
  const settlers: ((value: T) => void)[] = [];
  const promise = new Promise<T>((resolve) => void settlers.push(resolve));
  return { promise, resolve: (value: T) => settlers.forEach((settle) => settle(value)) };
}
