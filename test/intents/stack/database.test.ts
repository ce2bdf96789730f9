import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, openHouse, type TestHouse } from '../../house.ts';

let house: TestHouse;
const say = async (text: string): Promise<string> => (await house.say(text)).speech;

beforeAll(async () => {
  house = await openHouse({ SANDBOX_PACE: '0.05' });
});
afterAll(() => house?.close());

describe('a database, which is one server and has no name', () => {
  it('is spoken of with an article, and told of from its first second on', async () => {
    await eventually(async () =>
      expect(await say('deploy the database')).toMatch(
        /^Creating the database, one server of it, with Vault because it needs it\./,
      ),
    );
    expect(await say('what is the status')).toMatch(
      /A deployment of the database is under way: \d+ of \d+ steps are done\.$/,
    );
    expect(await say('how is the database')).toMatch(
      /^The database is (not there yet in|not complete in|up in) the sandbox/,
    );
    expect(await say('how is consul')).toMatch(
      /^Consul is not deployed in the sandbox\. Say the word\.$/,
    );
    await eventually(async () =>
      expect(await say('run the worker')).toMatch(
        /^Vault has no database role worker yet: the database is being deployed, \d+ of \d+ steps/,
      ),
    );
    await eventually(async () =>
      expect(await say('are we there yet')).toMatch(
        /^Yes\. The database is done, just now\. Measured at the end: 1 of 1 server is ready\. /,
      ),
    );
  });

  it('is led by nobody', async () => {
    expect(await say('how is the database')).toMatch(
      /^The database is up in the sandbox: 1 of 1 server is ready, and Vault makes users in it\./,
    );
    expect(await say('deploy the database')).toMatch(
      /^The database is already there: 1 of 1 server is ready\./,
    );
    expect(await say('what is the status')).toMatch(
      /^In the sandbox, Vault and the database are up/,
    );
  });

  it('has nobody in it yet while a worker is starting', async () => {
    expect(await say('who is in the database')).toMatch(/^Nobody is in the database, and no lease/);
    await say('run the worker');
    expect(await say('who is in the database')).toMatch(
      /^Nobody is in the database yet: 1 worker was started and has not come to an end\./,
    );
    await eventually(async () =>
      expect(await say('who is in the database')).toMatch(/^1 guest is in the database\./),
    );
  });

  it('says whom a revocation is about, and asks nothing where there is nobody', async () => {
    expect(await say('revoke the leases of role observer')).toBe(
      'There are no leases of the role observer to revoke. Nothing was done.',
    );
    expect(await say('revoke all leases')).toBe(
      'This revokes 1 lease: whoever holds it is out of the database at once. Really?',
    );
    await say('no');
  });

  it('is on no list of changes for what was not done', async () => {
    expect(await say('what did you do today')).toMatch(/^2 changes today\. .*: run the worker\./);
  });

  it('is asked about by its title', async () => {
    expect(await say('destroy nomad and the database')).toMatch(/the database|Nomad/);
    await say('no');
    expect(await say('destroy the database')).toMatch(
      /^This takes down 1 server of the database\. Volumes and secrets stay\. Really\?$/,
    );
    await say('no');
  });
});
