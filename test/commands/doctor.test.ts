import { describe, expect, it } from 'vitest';
import { doctor } from '../../src/commands/doctor.ts';
import { parseConfig } from '../../src/config.ts';

async function run(
  environment: Readonly<Record<string, string>>,
  options: { json?: boolean } = {},
): Promise<{ isWell: boolean; lines: readonly string[] }> {
  const lines: string[] = [];
  const config = parseConfig({ SANDBOX_PACE: 'instant', ...environment });
  const isWell = await doctor(config, options, (line) => void lines.push(line));
  return { isWell, lines };
}

describe('hashinetes doctor', () => {
  it('finds nothing wrong with the sandbox', async () => {
    const { isWell, lines } = await run({});
    expect(isWell).toBe(true);
    expect(lines[0]).toBe('Nothing is configured, so this is about the sandbox.');
    expect(lines).toContainEqual(expect.stringMatching(/^ok {7}kubernetes {2}answers, v1\./));
    expect(lines).toContainEqual(
      expect.stringMatching(/^ok {7}kubernetes {2}permissions are all given/),
    );
    expect(lines).toContain('-        nomad       is not deployed');
    expect(lines.at(-1)).toBe('All is well.');
  });

  it('tells what to do when nothing answers', async () => {
    const { isWell, lines } = await run({ NOMAD_ADDR: 'http://127.0.0.1:9' });
    expect(isWell).toBe(false);
    expect(lines).toEqual([
      'problem  nomad       does not answer: nothing listens there',
      '                     Is it up, is the address right, and does a firewall or VPN stand between?',
      'Problems: 1.',
    ]);
  });

  it('tells that a kubeconfig can not be read', async () => {
    const { lines } = await run({ KUBECONFIG: '/nowhere/config' });
    expect(lines[0]).toContain(
      'problem  kubernetes  does not answer: /nowhere/config does not work',
    );
  });

  it('looks at every cluster, and tells which one it is about', async () => {
    const { lines } = await run({
      HASHINETES_CLUSTERS: 'east,west',
      NOMAD_ADDR: 'http://127.0.0.1:9',
      CONSUL_HTTP_ADDR_WEST: 'http://127.0.0.1:9',
    });
    expect(lines.filter((line) => line.startsWith('problem'))).toEqual([
      'problem  east  nomad       does not answer: nothing listens there',
      'problem  west  consul      does not answer: nothing listens there',
    ]);
  });

  it('prints the same as JSON', async () => {
    const { lines } = await run({ NOMAD_ADDR: 'http://127.0.0.1:9' }, { json: true });
    expect(JSON.parse(lines.join('\n'))).toMatchObject({
      ok: false,
      isSandbox: false,
      reports: [{ platform: 'nomad', findings: [{ about: 'answer', state: 'problem' }] }],
    });
  });
});
