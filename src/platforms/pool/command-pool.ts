import { execFile } from 'node:child_process';
import { Failure } from '../../failure.ts';
import type { Pool } from './pool.ts';

export type CommandPoolOptions = {
  /** A program and its first arguments, parted by spaces; no shell reads it. */
  readonly command: string;
  readonly nodePool?: string | undefined;
  readonly timeoutMs?: number;
};

type Finished = { readonly code: unknown; readonly out: string; readonly error: string };

/**
 * A program of the operator's: `<command> size` prints a number, `<command> resize <count> [<node>…]` asks for
 * that many machines and names those that are drained. It ends with 0 when it has done so, and otherwise says
 * why in the last line of its standard error.
 */
export function createCommandPool(options: CommandPoolOptions): Pool {
  const { command, nodePool, timeoutMs = 30_000 } = options;
  const [program = '', ...first] = command.trim().split(/\s+/);

  async function call(last: readonly string[], signal: AbortSignal): Promise<string> {
    const { code, out, error } = await run([...first, ...last], signal);
    if (code === 0) return out.trim();
    throw toFailure(last[0] ?? '', code, error);
  }

  function run(args: readonly string[], signal: AbortSignal): Promise<Finished> {
    const limits = {
      signal,
      timeout: timeoutMs,
      maxBuffer: 64_000,
      killSignal: 'SIGKILL',
    } as const;
    return new Promise((resolve) => {
      execFile(program, args, limits, (failed, out, error) => {
        const code = failed ? (failed.killed === true ? 'late' : failed.code) : 0;
        resolve({ code: signal.aborted ? 'late' : code, out, error });
      });
    });
  }

  return {
    name: 'command',
    nodePool,
    async size(signal) {
      const answer = await call(['size'], signal);
      if (/^\d{1,6}$/.test(answer)) return Number(answer);
      const because = 'its answer to size is not a number';
      throw new Failure('unready', { platform: 'the pool command', what: 'size', because });
    },
    async resize(count, leaving, signal) {
      await call(['resize', String(count), ...leaving.map(({ name }) => name)], signal);
    },
  };
}

function toFailure(what: string, code: unknown, error: string): Failure {
  const facts = { platform: 'the pool command', what };
  if (code === 'late') return new Failure('late', facts);
  if (code === 'ENOENT' || code === 'EACCES')
    return new Failure('unreachable', { ...facts, because: 'there is no such program to run' });
  const last = error.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
  return new Failure('unready', { ...facts, because: last || `it ended with ${String(code)}` });
}
