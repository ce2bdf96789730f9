import type { Config } from '../config.ts';

export type Reached = {
  readonly url: string;
  /** True when this process serves it: then its sandbox ends with it. */
  readonly isOwn: boolean;
  /** Waits for the runs of real platforms that only this process carries; true when there were some. */
  readonly settled: () => Promise<boolean>;
  readonly close: () => Promise<void>;
};

/** The server to talk to: the one given, one that runs here already, or else one of our own on a free port. */
export async function reach(config: Config, given?: string): Promise<Reached> {
  if (given !== undefined) return elsewhere(given);
  const usual = `http://127.0.0.1:${config.settings.PORT}`;
  if (await isHashinetes(usual)) return elsewhere(usual);
  return openOwn(config);
}

/** A house of our own, loaded only where no other is there to talk to. */
async function openOwn(config: Config): Promise<Reached> {
  const [{ compose }, { createLog }, { close, listen, urlOf }] = await Promise.all([
    import('../compose.ts'),
    import('../log.ts'),
    import('../server.ts'),
  ]);
  const log = createLog({ level: 'error', stream: process.stderr });
  const house = await compose(config, { log, clock: Date.now, random: Math.random });
  await house.acquaint();
  const server = await listen(house.app, 0, '127.0.0.1');
  return {
    url: urlOf(server, '127.0.0.1'),
    isOwn: true,
    settled: () => (config.isSandbox ? Promise.resolve(false) : house.settled()),
    async close() {
      house.hush();
      await close(server, 0);
      await house.close();
    },
  };
}

function elsewhere(url: string): Reached {
  return {
    url,
    isOwn: false,
    settled: () => Promise.resolve(false),
    close: () => Promise.resolve(),
  };
}

async function isHashinetes(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(500) });
    const body: unknown = await answer.json();
    return (
      typeof body === 'object' && body !== null && 'name' in body && body.name === 'hashinetes'
    );
  } catch {
    return false;
  }
}

/** Posts JSON and returns the answer's JSON; throws with the server's own advice. */
export async function post(url: string, body: object, token?: string): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}
