import type { Config } from './config.ts';
import { type Facts, Failure } from './failure.ts';
import type { Platforms } from './intent.ts';
import { type OpenPlatforms, openPlatforms, type Tracked } from './open-platforms.ts';
import type { Sandbox } from './sandbox/sandbox.ts';

export type OpenClusters = Omit<OpenPlatforms, 'during'> & {
  /** The clients of one turn in a cluster, or in the default one. Throws absent for a cluster that is not there. */
  readonly during: (signal: AbortSignal, cluster?: string) => Platforms;
};

/** The platforms of every cluster, each with connections, runs and names of its own: none waits for another. */
export function openClusters(
  config: Config,
  sandboxes: readonly Sandbox[],
  surroundings: Tracked,
): OpenClusters {
  const clusters = config.clusters.map((cluster, at) => ({
    ...(cluster.name !== undefined && { cluster: cluster.name }),
    ...openPlatforms({ ...config, ...cluster }, sandboxes[at], toNamed(surroundings, cluster.name)),
  }));
  const unions = new Map<string, Union>();
  const find = (name: Facts[string] | undefined): (typeof clusters)[number] | undefined =>
    name === undefined ? clusters[0] : clusters.find(({ cluster }) => cluster === name);

  return {
    during(signal, name) {
      const found = find(name);
      if (!found) throw new Failure('absent', { platform: 'Hashinetes', what: `cluster ${name}` });
      return found.during(signal);
    },
    names(list) {
      const lists = clusters.map(({ names }) => names(list));
      const union = unite(lists, unions.get(list));
      unions.set(list, union);
      return union.all;
    },
    async changed(ms, signal) {
      const over = new AbortController();
      const either = AbortSignal.any([signal, over.signal]);
      await Promise.race(clusters.map((one) => one.changed(ms, either)));
      over.abort();
    },
    async explain(failure) {
      const { cluster } = failure.facts;
      const { kind, facts } = (await find(cluster)?.explain(failure)) ?? failure;
      return new Failure(kind, { ...facts, ...(cluster !== undefined && { cluster }) });
    },
    async rollCall(deadlineMs) {
      return (await Promise.all(clusters.map(({ rollCall }) => rollCall(deadlineMs)))).flat();
    },
    async settled() {
      return (await Promise.all(clusters.map(({ settled }) => settled()))).some(Boolean);
    },
    async close() {
      await Promise.all(clusters.map((cluster) => cluster.close()));
    },
  };
}

type Union = { readonly parts: readonly (readonly string[])[]; readonly all: readonly string[] };

/** The names of all clusters, as the same array for as long as they are the same: the ear keeps an index of it. */
function unite(parts: Union['parts'], known: Union | undefined): Union {
  if (known && parts.every((part, at) => part === known.parts[at])) return known;
  const [only = [], ...others] = parts;
  return { parts, all: others.length === 0 ? only : [...new Set(parts.flat())].toSorted() };
}

function toNamed(surroundings: Tracked, cluster: string | undefined): Tracked {
  if (cluster === undefined) return surroundings;
  const { log } = surroundings;
  return { ...surroundings, log: (event, detail) => log(event, { cluster, ...detail }) };
}
