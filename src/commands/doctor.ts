import type { Config } from '../config.ts';
import { examine } from '../doctor/examine.ts';
import type { Finding, Report } from '../doctor/finding.ts';
import { listNeeds } from '../doctor/needs.ts';
import { findPlaces } from '../places.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { Print } from './serve.ts';

const servers = ['consul', 'vault', 'nomad', 'database'];

/** Looks at whatever is configured, prints a line each and what to do. Resolves to whether all is well. */
export async function doctor(
  config: Config,
  { json = false }: { readonly json?: boolean | undefined },
  print: Print,
): Promise<boolean> {
  const { settings, isSandbox, paceFactor } = config;
  const sandbox = isSandbox
    ? await startSandbox({ paceFactor, clock: () => new Date(), random: Math.random })
    : undefined;
  try {
    const reports = await examine({
      places: findPlaces(config, sandbox, Date.now),
      needs: listNeeds({
        runs: settings.HASHINETES_NAMESPACE,
        servers,
        isOutside: settings.KUBERNETES_SERVICE_HOST === undefined,
      }),
      clock: Date.now,
    });
    const problems = reports.flatMap(({ findings }) => findings.filter(isProblem)).length;
    const isWell = problems === 0;
    if (json) print(JSON.stringify({ ok: isWell, isSandbox, reports }, undefined, 2));
    else {
      if (isSandbox) print('Nothing is configured, so this is about the sandbox.');
      for (const line of reports.flatMap(toLines)) print(line);
      print(isWell ? 'All is well.' : `Problems: ${problems}.`);
    }
    return isWell;
  } finally {
    await sandbox?.stop();
  }
}

const isProblem = ({ state }: Finding): boolean => state === 'problem';

function toLines({ platform, findings }: Report): readonly string[] {
  return findings.flatMap(({ about, state, said, remedy }) => {
    const what = about === 'answer' ? said : `${about} ${said}`;
    const line = `${marks[state]}  ${platform.padEnd(10)}  ${what}`;
    return remedy === undefined ? [line] : [line, `${''.padEnd(21)}${remedy}`];
  });
}

const marks = { ok: 'ok     ', problem: 'problem', absent: '-      ' } as const;
