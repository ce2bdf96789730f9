import type { Cluster, Config } from '../config.ts';
import { examine } from '../doctor/examine.ts';
import type { Finding, Report } from '../doctor/finding.ts';
import { listNeeds } from '../doctor/needs.ts';
import { findPlaces } from '../places.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import type { Print } from './serve.ts';

/** `cluster` is given where clusters have names. */
type ClusterReport = Report & { readonly cluster: string | undefined };

const servers = ['consul', 'vault', 'nomad', 'database'];

/** Looks at whatever is configured, prints a line each and what to do. Resolves to whether all is well. */
export async function doctor(
  config: Config,
  { json = false }: { readonly json?: boolean | undefined },
  print: Print,
): Promise<boolean> {
  const { clusters, isSandbox, paceFactor } = config;
  const open = (): Promise<Sandbox> =>
    startSandbox({ paceFactor, clock: () => new Date(), random: Math.random });
  const sandboxes = await Promise.all(isSandbox ? clusters.map(open) : []);
  try {
    const looks = clusters.map((cluster, at) => examineCluster(cluster, sandboxes[at]));
    const reports = (await Promise.all(looks)).flat();
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
    await Promise.all(sandboxes.map((sandbox) => sandbox.stop()));
  }
}

async function examineCluster(
  cluster: Cluster,
  sandbox: Sandbox | undefined,
): Promise<readonly ClusterReport[]> {
  const { name, settings } = cluster;
  const reports = await examine({
    places: findPlaces(cluster, sandbox, Date.now),
    needs: listNeeds({
      runs: settings.HASHINETES_NAMESPACE,
      servers,
      isOutside: settings.KUBERNETES_SERVICE_HOST === undefined,
    }),
    clock: Date.now,
  });
  return reports.map(({ platform, findings }) => ({ cluster: name, platform, findings }));
}

const isProblem = ({ state }: Finding): boolean => state === 'problem';

function toLines({ cluster, platform, findings }: ClusterReport): readonly string[] {
  const where = cluster === undefined ? '' : `${cluster}  `;
  return findings.flatMap(({ about, state, said, remedy }) => {
    const what = about === 'answer' ? said : `${about} ${said}`;
    const line = `${marks[state]}  ${where}${platform.padEnd(10)}  ${what}`;
    return remedy === undefined ? [line] : [line, `${''.padEnd(21 + where.length)}${remedy}`];
  });
}

const marks = { ok: 'ok     ', problem: 'problem', absent: '-      ' } as const;
