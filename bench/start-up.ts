import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';

/**
 * How long `npm start` and `npm run say` take once built, and how long the first turns: `npm run bench:start-up`,
 * or with a number of runs after `--`. The fastest run says what the code costs, the median what this machine was
 * doing besides, which the load tells.
 */
const runs = Number(process.argv[2] ?? 10);
const port = 18_917;
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const measured = new Map<string, number[]>();
const print = (line: string): void => void process.stdout.write(`${line}\n`);

for (let run = 0; run < runs; run++) {
  await timed('say, its process', () => ended(start('say', 'how', 'is', 'nomad')));
  const server = start('serve');
  await timed('start to ready', () => said(server, 'listens on'));
  note('CPU until ready', cpuMs(server));
  await timed('first turn, at once', () => turn('how is nomad'));
  await timed('the same again', () => turn('how is nomad'));
  await said(server, 'Try, in another terminal');
  server.kill('SIGTERM');
  await once(server, 'exit');

  const rested = start('serve');
  await said(rested, 'Try, in another terminal');
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  await timed('first turn, 3 s later', () => turn('how is nomad'));
  await timed('deploy nomad, 3 s later', () => turn('deploy nomad'));
  await timed('a warm turn', () => turn('how is nomad'));
  rested.kill('SIGTERM');
  await once(rested, 'exit');
}

print(`${runs} runs on Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}; milliseconds`);
print('| | fastest | median |\n|---|---|---|');
for (const [what, times] of measured) {
  const sorted = times.toSorted((one, other) => one - other);
  print(`| ${what} | ${sorted[0]?.toFixed(0)} | ${sorted[sorted.length >> 1]?.toFixed(0)} |`);
}

function start(...args: readonly string[]): ChildProcess {
  const env = { PATH: process.env['PATH'], PORT: `${port}`, LOG_LEVEL: 'error' };
  return spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'ignore'] });
}

async function said(child: ChildProcess, what: string): Promise<void> {
  let text = '';
  for await (const chunk of child.stdout!.iterator({ destroyOnReturn: false })) {
    text += chunk;
    if (text.includes(what)) return;
  }
  throw new Error(`It ended before it said "${what}": ${text}`);
}

async function ended(child: ChildProcess): Promise<void> {
  await once(child, 'exit');
}

async function turn(text: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/v1/turn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ session: 'bench', text }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  await answer.json();
}

async function timed(what: string, work: () => Promise<void>): Promise<void> {
  const begun = performance.now();
  await work();
  note(what, performance.now() - begun);
}

function note(what: string, ms: number): void {
  measured.set(what, [...(measured.get(what) ?? []), ms]);
}

/** Of a process on Linux: user and system time so far; a tick is ten milliseconds. */
function cpuMs({ pid }: ChildProcess): number {
  const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const [user, system] = fields.split(' ').slice(11, 13).map(Number);
  return ((user ?? 0) + (system ?? 0)) * 10;
}
