import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../house.ts';

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

type Run = {
  readonly child: ChildProcess;
  out: string;
  err: string;
  readonly ended: Promise<number | null>;
};

function run(args: readonly string[], input?: string, environment: object = {}): Run {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env['PATH'], SANDBOX_PACE: 'instant', PORT: '0', ...environment },
  });
  children.push(child);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const running: Run = { child, out: '', err: '', ended };
  child.stdout.on('data', (chunk: Buffer) => (running.out += chunk));
  child.stderr.on('data', (chunk: Buffer) => (running.err += chunk));
  if (input !== undefined) child.stdin.end(input);
  return running;
}

async function finish(running: Run): Promise<Run & { code: number | null }> {
  return { ...running, code: await running.ended, out: running.out, err: running.err };
}

describe('hashinetes serve', () => {
  it('says what runs, that it is a sandbox and what to try; ends well on SIGTERM', async () => {
    const server = run(['serve']);
    await eventually(async () => expect(server.out).toContain('Try, in another terminal'));
    expect(server.out).toMatch(
      /^Hashinetes listens on http:\/\/127\.0\.0\.1:\d+\nThis is the SANDBOX/,
    );
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    for (const line of server.err.trim().split('\n')) expect(() => JSON.parse(line)).not.toThrow();
  });

  it('names every wrong setting and does not start', async () => {
    const { code, err } = await finish(run(['serve'], '', { PORT: 'eighty', NOMAD_ADDR: 'nomad' }));
    expect(code).toBe(1);
    expect(err).toMatch(/PORT: .*\nNOMAD_ADDR: /);
  });
});

describe('hashinetes serve, where something is wrong', () => {
  it('ends, naming what it is, though its sandbox was already up', async () => {
    const audit = { HASHINETES_AUDIT_FILE: '/nowhere/audit.jsonl' };
    const { code, err } = await finish(run(['serve'], '', audit));
    expect(code).toBe(1);
    expect(err).toMatch(/^HASHINETES_AUDIT_FILE can not be used: .*\/nowhere/);
  });
});

describe('hashinetes talk', () => {
  it("plays Google's part, then has the conversation", async () => {
    const lines = [
      'what is the weather',
      'talk to hashinetes',
      'how is nomad',
      'run the ping job',
      'never mind',
      'goodbye',
      'deploy nomad',
    ];
    const { out, code } = await finish(run(['talk'], `${lines.join('\n')}\n`));
    expect(code).toBe(0);
    expect(out).toMatch(/> what is the weather\nHere are some results from the web\./);
    expect(out).toMatch(/> talk to hashinetes\n(Hello|Hashinetes)/);
    expect(out).toMatch(/> how is nomad\n.*(not deployed|no Nomad)/);
    expect(out).toMatch(/> run the ping job\nHow many\?\n> never mind\n.*Nothing was done/);
    expect(out).toMatch(/> deploy nomad\nHere are some results from the web\./);
  });
});

describe('hashinetes say and parse', () => {
  it('says one sentence', async () => {
    const { out, code } = await finish(run(['say', 'list', 'the', 'nodes']));
    expect(code).toBe(0);
    expect(out).toMatch(/7 nodes/);
  });

  it('parses one sentence, or one a line', async () => {
    const one = await finish(run(['parse', 'run twelve ping jobs']));
    expect(JSON.parse(one.out)).toMatchObject({
      intent: 'nomad/run-job',
      slots: { job: 'ping', count: 12 },
    });
    const many = await finish(run(['parse', '--jsonl'], 'deploy no mad\nblah\n'));
    const lines = many.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { intent: string | null });
    expect(lines.map(({ intent }) => intent)).toEqual(['stack/deploy', null]);
  });

  it.each(['serve', 'talk', 'say', 'parse'])('explains %s', async (command) => {
    const { out, code } = await finish(run([command, '--help']));
    expect([code, out]).toEqual([0, expect.stringContaining(`Usage: hashinetes ${command}`)]);
  });
});
