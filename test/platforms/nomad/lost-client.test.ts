import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { openHouse, type TestHouse } from '../../house.ts';
import { findFleet, type Fleet, openSandboxFleet } from './fleets.ts';
import { sketch } from './jobs.ts';
import { createSubject, eventually, type Subject } from './subject.ts';

const HASHINETES_JOBS = fileURLToPath(new URL('../../intents/nomad/jobs/', import.meta.url));

/** What becomes of a client machine that falls silent: the sandbox and the real Nomad pass the same. */
function describeLost(title: string, open: () => Promise<Fleet>): void {
  // oxlint-disable-next-line vitest/valid-title -- it is given
  describe(title, { timeout: 90_000 }, () => {
    let fleet: Fleet;
    let house: TestHouse;
    let subject: Subject;
    const say = async (text: string): Promise<string> => (await house.say(text)).speech;
    const statusOf = async (name: string): Promise<string | undefined> =>
      (await subject.nomad.nodes()).find(({ Name }) => Name === name)?.Status;
    const statusesOn = async (job: string, node: string): Promise<readonly string[]> =>
      (await subject.nomad.allocations(job)).value
        .filter(({ NodeName }) => NodeName === node)
        .map(({ ClientStatus }) => ClientStatus);

    beforeAll(async () => {
      fleet = await open();
      subject = createSubject(Promise.resolve(fleet));
      house = await openHouse({ HASHINETES_JOBS, HASHINETES_WRITES: '1', NOMAD_ADDR: fleet.url });
      await eventually(async () =>
        expect([await statusOf('client-0'), await statusOf('client-1')]).toEqual([
          'ready',
          'ready',
        ]),
      );
    }, 60_000);
    afterAll(async () => {
      await house?.close();
      await subject?.nomad.close();
      await fleet?.close();
    }, 60_000);

    it('is down, and what ran on it is lost and runs elsewhere', async () => {
      const spread = { Spreads: [{ Attribute: '${node.unique.name}', Weight: 100 }] };
      await subject.nomad.register(sketch('spread', { count: 4, more: spread }));
      await subject.running('spread', 4);
      expect(await statusesOn('spread', 'client-1')).toEqual(['running', 'running']);

      await fleet.lose('client-1');
      await eventually(async () => expect(await statusOf('client-1')).toBe('down'));
      await eventually(async () =>
        expect(await statusesOn('spread', 'client-1')).toEqual(['lost', 'lost']),
      );
      await eventually(async () =>
        expect(await subject.tally('spread')).toMatchObject({ Running: 4, Lost: 2, Failed: 0 }),
      );
      expect(await statusesOn('spread', 'client-0')).toEqual(Array(4).fill('running'));
    });

    it('is told of by name, and its job by what runs now', async () => {
      expect(await say('list the nomad nodes')).toMatch(
        /^1 of 2 client machines are ready in Nomad: client-1 does not answer\./,
      );
      await eventually(async () =>
        expect(await say('how many spread tasks are running')).toMatch(
          /^(4 spread tasks are running|Spread: 4 running, as asked)\./,
        ),
      );
    });

    it('leaves waiting what nothing else has room for, and that is told', async () => {
      const only = [{ LTarget: '${node.unique.name}', RTarget: 'client-0', Operand: '=' }];
      await subject.nomad.register(sketch('bound', { more: { Constraints: only } }));
      await subject.running('bound', 1);
      await fleet.lose('client-0');
      await eventually(async () => expect(await statusOf('client-0')).toBe('down'));
      await eventually(async () =>
        expect(await subject.tally('bound')).toMatchObject({ Running: 0, Lost: 1, Queued: 1 }),
      );
      expect(await say('list the nomad nodes')).toMatch(/client-0 and client-1 do not answer\./);
      await eventually(async () =>
        expect(await say('how many bound tasks are running')).toMatch(/waits?\b/),
      );
    });

    it('that comes back is ready again, and gets what waited', async () => {
      await fleet.bring('client-0');
      await fleet.bring('client-1');
      await eventually(async () =>
        expect([await statusOf('client-0'), await statusOf('client-1')]).toEqual([
          'ready',
          'ready',
        ]),
      );
      await subject.running('bound', 1);
      await subject.running('spread', 4);
      expect(await say('list the nomad nodes')).toMatch(
        /^(Nomad has 2 client machines, and all are ready|2 client machines in Nomad, all ready)/,
      );
    });
  });
}

describeLost('a client machine of the sandbox Nomad that is lost', openSandboxFleet);

const real = findFleet();
if (real) describeLost('a client machine of a real Nomad that is lost', real); // oxlint-disable-line vitest/no-conditional-tests -- where there is one

describe.runIf(!real)('a client machine of a real Nomad that is lost', () => {
  // oxlint-disable-next-line vitest/no-disabled-tests -- so that nobody thinks it was held to the real one
  test.skip('SKIPPED: put nomad on the PATH to hold the sandbox to it', () => {});
});
