import { Refusal } from './refusal.ts';

/** What blocking queries wait for: the writes of one server. */
export type Writes = { readonly onWrite: (listener: () => void) => () => void };

type Query = { readonly query: URLSearchParams; readonly signal: AbortSignal };
type Indexed = { readonly index?: number };
type Handle<C, A> = (call: C) => A | Promise<A>;

/** How long a query is held that does not say, and the longest it may be. */
export type Patience = { readonly usualMs: number; readonly longestMs: number };

/**
 * Holds a query with `index` until its answer is newer or `wait` is over (both of real time, as it is the
 * caller's). Something that is not there can be waited for too.
 */
export async function answerWhenNewer<C extends Query, A extends Indexed>(
  writes: Writes,
  handle: Handle<C, A>,
  call: C,
  patience: Patience,
): Promise<A> {
  const { index, waitMs } = readWait(call.query, patience);
  const over = AbortSignal.any([call.signal, AbortSignal.timeout(waitMs)]);
  for (;;) {
    const news = nextWrite(writes, over);
    const answer = await attempt(handle, call);
    const found = answer.index;
    if (index === 0 || found === undefined || found > index || over.aborted) {
      if (answer instanceof Refusal) throw answer;
      return answer;
    }
    await news;
  }
}

async function attempt<C, A>(handle: Handle<C, A>, call: C): Promise<A | Refusal> {
  try {
    return await handle(call);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function nextWrite(writes: Writes, over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      leave();
      over.removeEventListener('abort', done);
      resolve();
    };
    const leave = writes.onWrite(done);
    over.addEventListener('abort', done, { once: true });
  });
}

function readWait(
  query: URLSearchParams,
  { usualMs, longestMs }: Patience,
): { readonly index: number; readonly waitMs: number } {
  const index = query.get('index') ?? '0';
  if (!/^\d+$/.test(index)) throw new Refusal(400, 'Invalid index');
  const wait = query.get('wait');
  if (wait !== null && !/^(?:(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+|0)$/.test(wait))
    throw new Refusal(400, 'Invalid wait time');
  const asked = wait === null ? 0 : toMilliseconds(wait);
  return { index: Number(index), waitMs: asked === 0 ? usualMs : Math.min(asked, longestMs) };
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

function toMilliseconds(wait: string): number {
  const parts = Array.from(wait.matchAll(/([\d.]+)([a-zµ]+)/g));
  return parts.reduce((sum, [, size, unit]) => sum + Number(size) * (unitMs[unit ?? ''] ?? 0), 0);
}
