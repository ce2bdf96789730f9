import { afterAll, beforeAll, describe, expect } from 'vitest';
import { describeAcls } from './contract/acls.ts';
import { describeCatalog } from './contract/catalog.ts';
import { describeKeys } from './contract/keys.ts';
import { describeRefusals } from './contract/refusals.ts';
import { describeServers } from './contract/servers.ts';
import { describeWaiting } from './contract/waiting.ts';
import type { Place } from './places.ts';
import { createSubject, eventually } from './subject.ts';

/** What Hashinetes relies on in Consul: the sandbox and the real one pass the same. */
export function describeConsul(title: string, open: () => Promise<Place>): void {
  // oxlint-disable-next-line vitest/valid-title -- it is given
  describe(title, { timeout: 30_000 }, () => {
    const settlers: ((place: Place) => void)[] = [];
    const opened = new Promise<Place>((resolve) => void settlers.push(resolve));
    const subject = createSubject(opened);
    const { consul, id } = subject;

    beforeAll(async () => {
      const place = await open();
      for (const settle of settlers) settle(place);
      await eventually(async () => {
        const { value } = await consul.services();
        expect(value.map(({ name }) => name)).toContain('consul');
      });
    }, 30_000);

    afterAll(async () => {
      await consul.deregister(id('node'));
      await consul.close();
      await (await opened).close();
    }, 30_000);

    describeServers(subject);
    describeCatalog(subject);
    describeWaiting(subject);
    describeKeys(subject);
    describeAcls(subject);
    describeRefusals(subject);
  });
}
