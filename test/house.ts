import type { Server } from 'node:http';
import { compose, type House } from '../src/compose.ts';
import { parseConfig } from '../src/config.ts';
import type { Reply } from '../src/conversation/turn.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';
import { close, listen, urlOf } from '../src/server.ts';

/** What `/v1/turn` answers. */
export type Said = Pick<Reply, 'speech' | 'text' | 'display' | 'run'> & {
  readonly expects: 'answer' | 'confirmation' | null;
  readonly end: boolean;
  readonly intent: string | null;
  readonly slots: Readonly<Record<string, string | number>>;
  readonly suggestions: readonly string[];
};

export type TestHouse = House & {
  readonly url: string;
  /** Of the first cluster. */
  readonly sandbox: Sandbox | undefined;
  readonly logged: { readonly event: string; readonly detail: unknown }[];
  /** Says a sentence in a session of its own, the first phrasing always chosen. */
  readonly say: (text: string, session?: string) => Promise<Said>;
  readonly turn: (body: object) => Promise<Said>;
  readonly advance: (ms: number) => void;
  /** Deploys Nomad and waits until it is up; in a cluster, where there are several. */
  readonly deployNomad: (cluster?: string) => Promise<void>;
  /** The same for another component. */
  readonly deploy: (component: string, cluster?: string) => Promise<void>;
};

/** The whole house on loopback, with an instant sandbox, a clock that can be moved and no luck. */
export async function openHouse(
  environment: Readonly<Record<string, string>> = {},
): Promise<TestHouse> {
  let ahead = 0;
  const logged: { event: string; detail: unknown }[] = [];
  const house = await compose(parseConfig({ SANDBOX_PACE: 'instant', ...environment }), {
    log: (event, detail) => void logged.push({ event, detail }),
    clock: () => Date.now() + ahead,
    random: Math.random,
    phrasing: () => 0,
  });
  const server: Server = await listen(house.app, 0, '127.0.0.1');
  const url = urlOf(server, '127.0.0.1');

  async function turn(body: object): Promise<Said> {
    const answer = await fetch(`${url}/v1/turn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ session: 'test', ...body }),
    });
    const said = await answer.json();
    if (!answer.ok) throw new Error(`${answer.status}: ${JSON.stringify(said)}`);
    return said as Said;
  }

  async function deploy(component: string, cluster?: string): Promise<void> {
    const session = `setup ${cluster}`;
    const where = cluster === undefined ? {} : { cluster };
    const order = { session, intent: 'stack/deploy', slots: { component, ...where } };
    await turn(order);
    await eventually(async () => {
      const { speech } = await turn({ session, intent: 'stack/progress', slots: where });
      if (/Nothing is|I am not working/.test(speech)) await turn(order); // it came too late
      if (!/We are there|\bYes/.test(speech)) throw new Error(speech);
    }, 45_000);
  }

  return {
    ...house,
    url,
    sandbox: house.sandboxes[0],
    logged,
    turn,
    say: (text, session = 'test') => turn({ text, session }),
    advance: (ms) => void (ahead += ms),
    deploy,
    deployNomad: (cluster) => deploy('nomad', cluster),
    async close() {
      await close(server, 0);
      await house.close();
    },
  };
}

/** Tries until it does not throw, for twenty seconds: a machine that is busy with other tests is slow. */
export async function eventually<T>(attempt: () => Promise<T>, withinMs = 20_000): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
