import { z } from 'zod';

type Environment = Readonly<Record<string, string | undefined>>;

/** A cluster as HASHINETES_CLUSTERS names it, with its context in the kubeconfig where that is called otherwise. */
export type ClusterName = { readonly name: string; readonly context?: string };

/** Settings that every cluster has of its own: an address or a token of one is never used for another. */
const own =
  /^(?:KUBECONFIG|KUBERNETES_SERVICE_HOST|(?:NOMAD|CONSUL|VAULT|DATABASE|HASHINETES_POOL)_)/;
const shared = 'KUBECONFIG'; // one file holds the contexts of many
const speakable = /^[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*$/i;
const products = new Set(['kubernetes', 'nomad', 'consul', 'vault', 'database']);
/** With these, sentences speak of several clusters: "on all". */
const quantifiers = new Set(['all', 'any', 'both', 'each', 'every', 'everything', 'everywhere']);

/** `east,west`, or `east=a-context,west=another` where the contexts have names that nobody can say. */
export const clusterNames = z
  .string()
  .transform((text, context): readonly ClusterName[] => {
    const clusters = text.split(',').map(toName);
    for (const { name } of clusters) {
      const wrong = whatIsWrong(name);
      if (wrong === undefined) continue;
      context.addIssue(`"${name}" ${wrong} before its context, as in east=${name}`);
      break;
    }
    const suffixes = new Set(clusters.map(({ name }) => toSuffix(name)));
    if (suffixes.size < clusters.length)
      context.addIssue('two clusters have the same name; give each one of its own');
    return clusters;
  })
  .optional();

/**
 * The environment as one cluster has it: `NOMAD_ADDR_WEST` is the NOMAD_ADDR of west. Settings without a name are
 * those of the first cluster; KUBECONFIG alone is shared. `nameOf` tells which variable a setting came from.
 */
export function environmentOf(
  environment: Environment,
  cluster: string,
  isFirst: boolean,
): { readonly settings: Environment; readonly nameOf: (setting: string) => string } {
  const suffix = toSuffix(cluster);
  const settings: Record<string, string | undefined> = {};
  const names = new Map<string, string>();
  for (const [key, value] of Object.entries(environment))
    if (!own.test(key) || isFirst || key === shared) settings[key] = value;
  for (const [key, value] of Object.entries(environment)) {
    const setting = key.endsWith(suffix) ? key.slice(0, -suffix.length) : '';
    if (!own.test(setting)) continue;
    settings[setting] = value;
    names.set(setting, key);
  }
  return { settings, nameOf: (setting) => names.get(setting) ?? setting };
}

/** `_PROD_EU` for prod-eu: what the variables of a cluster end with. */
export function toSuffix(cluster: string): string {
  return `_${cluster.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}

function toName(entry: string): ClusterName {
  const [name = '', ...context] = entry.trim().split('=');
  return context.length > 0 ? { name, context: context.join('=') } : { name };
}

/** Why a cluster can not be called so, and what to do. */
function whatIsWrong(name: string): string | undefined {
  if (!speakable.test(name)) return 'is no name to say; put one of letters and digits';
  const word = name.toLowerCase();
  if (products.has(word)) return 'is no name to say, for a product is called so; put another';
  if (quantifiers.has(word))
    return `is no name to say, for "on ${word}" means something else; put another`;
  return undefined;
}
