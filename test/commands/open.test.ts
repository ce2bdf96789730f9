import { describe, expect, it } from 'vitest';
import { open } from '../../src/commands/open.ts';
import { parseConfig } from '../../src/config.ts';
import { eventually } from '../house.ts';

async function run(
  name: string,
  environment: Readonly<Record<string, string>>,
  visit: (url: string, lines: readonly string[]) => Promise<void>,
  cluster?: string,
): Promise<void> {
  const lines: string[] = [];
  const ending = new AbortController();
  const config = parseConfig({ SANDBOX_PACE: 'instant', ...environment });
  const print = (line: string): void => void lines.push(line);
  const opened = open(config, name, { print: true, cluster }, { print, signal: ending.signal });
  try {
    await Promise.race([opened, eventually(async () => expect(lines.length).toBeGreaterThan(1))]);
    await visit(/^(http:\S+)/.exec(lines[0] ?? '')?.[1] ?? '', lines);
  } finally {
    ending.abort();
    await opened;
  }
}

describe('hashinetes open', () => {
  it('leads to the API of the sandbox, where there is no dashboard', () =>
    run('vault', {}, async (url, lines) => {
      expect(lines[1]).toBe(
        'The sandbox asks for no token, and has no dashboard: this is its API.',
      );
      const health = await fetch(new URL('/v1/sys/seal-status', url));
      expect(health.status).toBeLessThan(600);
    }));

  it('says how to log in where an address is given', () =>
    run('nomad', { NOMAD_ADDR: 'http://127.0.0.1:9' }, async (url, lines) => {
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/ui\/$/);
      expect(lines).toEqual([
        `${url} leads to http://127.0.0.1:9, until Ctrl-C.`,
        'Log in with a token of your own (NOMAD_TOKEN).',
      ]);
      const answer = await fetch(url);
      expect(answer.status).toBe(502);
      expect(await answer.text()).toBe('nomad does not answer: nothing listens there\n');
    }));

  it('goes to the cluster that is named', async () => {
    const named = {
      HASHINETES_CLUSTERS: 'east,west',
      NOMAD_ADDR: 'http://127.0.0.1:9',
      NOMAD_ADDR_WEST: 'http://127.0.0.1:10',
    };
    const visit = async (_url: string, lines: readonly string[]): Promise<void> =>
      expect(lines[0]).toContain('leads to http://127.0.0.1:10,');
    await run('nomad', named, visit, 'west');
    await expect(run('nomad', named, visit, 'north')).rejects.toThrow(
      'There is no cluster north; the names are east, west.',
    );
  });

  it('says what is not configured, and what has no dashboard', async () => {
    const visit = (): Promise<void> => Promise.resolve();
    await expect(run('vault', { NOMAD_ADDR: 'http://127.0.0.1:9' }, visit)).rejects.toThrow(
      'set VAULT_ADDR',
    );
    await expect(run('postgres', {}, visit)).rejects.toThrow(
      'There is no dashboard of postgres: open nomad, consul, vault.',
    );
  });
});
