import { compose } from '../compose.ts';
import type { Config } from '../config.ts';
import { createLog } from '../log.ts';
import type { Present } from '../roll-call.ts';
import { close, listen, urlOf } from '../server.ts';

export type Print = (line: string) => void;

/** Serves until SIGTERM or SIGINT: then no new connections, turns under way finish, runs are let go. */
export async function serve(config: Config, print: Print): Promise<void> {
  const log = createLog({ level: config.settings.LOG_LEVEL, stream: process.stderr });
  const ending = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  const house = await compose(config, { log, clock: Date.now, random: Math.random });
  await house.acquaint();
  const { HOST, PORT } = config.settings;
  const server = await listen(house.app, PORT, HOST).catch(async (error: unknown) => {
    await house.close();
    throw error;
  });
  const url = urlOf(server, HOST);
  for (const line of banner(config, url)) print(line);
  for (const line of (await house.rollCall()).map(toLine)) print(line);
  for (const line of advice(url)) print(line);
  void house.warmUp();

  await ending;
  log('stopping', {});
  house.app.set('stopping', true);
  house.hush();
  await close(server);
  await house.close();
}

function banner({ isSandbox, settings }: Config, url: string): readonly string[] {
  const { GOOGLE_PROJECT_ID, GOOGLE_SHARED_SECRET, HASHINETES_TOKEN, HASHINETES_WRITES } = settings;
  const isOpenHere = !GOOGLE_PROJECT_ID && !GOOGLE_SHARED_SECRET;
  return [
    `Hashinetes listens on ${url}`,
    isSandbox
      ? 'This is the SANDBOX: Kubernetes, Nomad, Consul and Vault live in this process; nothing real is touched.'
      : `Real platforms; changes are ${HASHINETES_WRITES ? 'allowed' : 'switched off (HASHINETES_WRITES=1 allows them)'}.`,
    ...(isOpenHere ? ['/assistant has no secret configured, so it serves only this machine.'] : []),
    ...(HASHINETES_TOKEN ? [] : ['/v1 has no token configured, so it serves only this machine.']),
  ];
}

function toLine({ cluster, name, kind, address, answers, said }: Present): string {
  const where = cluster === undefined ? '' : `${cluster}  `;
  return `  ${where}${name.padEnd(11)}${kind.padEnd(13)}${address}  ${answers ? said : `(no answer: ${said})`}`;
}

function advice(url: string): readonly string[] {
  return [
    'Try, in another terminal:',
    '  npm run talk                     then: talk to hashinetes, deploy nomad, run the ping job, twelve',
    `  curl ${url}/v1/turn -H 'content-type: application/json' -d '{"session":"me","text":"deploy nomad"}'`,
  ];
}
