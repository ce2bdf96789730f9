import { spawn, spawnSync, type ChildProcess } from 'node:child_process';

/** Where a program is, if it is anywhere: on PATH, or named by a variable. */
export function find(name: string, variable?: string): string | undefined {
  const named = variable === undefined ? undefined : process.env[variable];
  if (named) return named;
  const places = ['/usr/sbin', '/usr/local/sbin'];
  const PATH = [process.env['PATH'], ...places].join(':');
  const { stdout, status } = spawnSync('which', [name], { env: { ...process.env, PATH } });
  return status === 0 ? stdout.toString().trim() : undefined;
}

/** Servers refuse to run as root: then they run as `nobody`. */
export function asNobody(): { uid?: number; gid?: number } {
  return process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
}

export type Running = { readonly output: () => string; readonly stop: () => Promise<void> };

export function start(
  command: string,
  args: readonly string[],
  options: { uid?: number; gid?: number; env?: NodeJS.ProcessEnv } = {},
): Running & { readonly process: ChildProcess } {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const last = (): void => void child.kill('SIGKILL');
  process.once('exit', last); // a test that breaks off leaves nothing running
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    process: child,
    output: () => output,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(timer);
      process.off('exit', last);
    },
  };
}

/** Tries until it works, for at most twenty seconds: a server without a leader may hold one attempt for ten. */
export async function until<T>(attempt: () => Promise<T>, why: () => string): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    try {
      return await attempt();
    } catch (cause) {
      if (Date.now() > end) throw new Error(why(), { cause });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
