import type { Server } from 'node:http';
import { compose } from '../compose.ts';
import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import type { Present } from '../roll-call.ts';
import { close, listen } from '../server.ts';

export type Print = (line: string) => void;

/** Serves until SIGTERM or SIGINT: then no new connections, turns under way finish, runs are let go. */
export async function serve(config: Config, print: Print): Promise<void> {
  const log = createLog({ level: config.settings.LOG_LEVEL, stream: process.stderr });
  const house = await compose(config, { log, clock: Date.now, random: Math.random });
  const { HOST, PORT } = config.settings;
  const server = await listen(house.app, PORT, HOST).catch(async (error: unknown) => {
    await house.close();
    throw error;
  });
  for (const line of banner(config, urlOf(server, HOST), await house.rollCall())) print(line);

  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  log('stopping', {});
  house.app.set('stopping', true);
  await close(server);
  await house.close();
}

/** The address to use from this machine. */
export function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function banner(
  { isSandbox, settings }: Config,
  url: string,
  platforms: readonly Present[],
): readonly string[] {
  const { GOOGLE_PROJECT_ID, GOOGLE_SHARED_SECRET, HASHINETES_TOKEN, HASHINETES_WRITES } = settings;
  const isOpenHere = !GOOGLE_PROJECT_ID && !GOOGLE_SHARED_SECRET;
  return [
    `Hashinetes listens on ${url}`,
    isSandbox
      ? 'This is the SANDBOX: Kubernetes, Nomad, Consul and Vault live in this process; nothing real is touched.'
      : `Real platforms; changes are ${HASHINETES_WRITES ? 'allowed' : 'switched off (HASHINETES_WRITES=1 allows them)'}.`,
    ...platforms.map(
      ({ name, kind, address, answers, said }) =>
        `  ${name.padEnd(11)}${kind.padEnd(13)}${address}  ${answers ? said : `(no answer: ${said})`}`,
    ),
    ...(isOpenHere ? ['/assistant has no secret configured, so it serves only this machine.'] : []),
    ...(HASHINETES_TOKEN ? [] : ['/v1 has no token configured, so it serves only this machine.']),
    'Try, in another terminal:',
    '  npm run talk                     then: talk to hashinetes, deploy nomad, run the ping job, twelve',
    `  curl ${url}/v1/turn -H 'content-type: application/json' -d '{"session":"me","text":"deploy nomad"}'`,
  ];
}
