import type { Rule } from './policy.ts';
import type { Alias } from './tokens.ts';

export type Grant = Omit<Rule, 'path'>;

/**
 * What rules together allow on a path, or on one of its spellings: only the most specific pattern counts, with the
 * capabilities that every policy gives to just that pattern; one `deny` among them takes all. Nothing if none matches.
 * @see https://openbao.org/docs/concepts/policies/#policy-syntax
 */
export function grantOn(
  rules: readonly Rule[],
  paths: readonly string[],
  alias: Alias | undefined,
): Grant | undefined {
  const filled = rules.map((rule) => ({ ...rule, path: fillTemplate(rule.path, alias) }));
  const exact = filled.find((rule) => paths.includes(rule.path))?.path;
  const best = exact ?? paths.map((path) => bestFor(filled, path)).find((one) => one !== undefined);
  if (best === undefined) return undefined;
  const granted = filled.filter((rule) => rule.path === best);
  const all = new Set(granted.flatMap((rule) => rule.capabilities));
  const minWrapSeconds = Math.max(...granted.map((rule) => rule.minWrapSeconds));
  return { capabilities: all.has('deny') ? [] : [...all], minWrapSeconds };
}

function bestFor(rules: readonly Rule[], path: string): string | undefined {
  const patterns = rules.map((rule) => rule.path).filter((pattern) => matches(pattern, path));
  return patterns.toSorted(compare).at(-1);
}

/** `{{identity.entity.aliases.<accessor>.metadata.<key>}}`; what is not known matches nothing. */
function fillTemplate(pattern: string, alias: Alias | undefined): string {
  return pattern.replaceAll(/\{\{\s*([\w.-]+)\s*\}\}/g, (_whole, name: string) => {
    const [, mount, kind, key = ''] =
      /^identity\.entity\.aliases\.([\w-]+)\.(name|metadata)\.?(\w*)$/.exec(name) ?? [];
    if (!alias || mount !== alias.mount) return '\0';
    return (kind === 'name' ? alias.name : alias.metadata[key]) ?? '\0';
  });
}

function matches(pattern: string, path: string): boolean {
  const isPrefix = pattern.endsWith('*');
  const wanted = (isPrefix ? pattern.slice(0, -1) : pattern).split('/');
  const given = path.split('/');
  if (isPrefix ? given.length < wanted.length : given.length !== wanted.length) return false;
  return wanted.every((segment, at) => {
    if (segment === '+') return true;
    const here = given[at] ?? '';
    return isPrefix && at === wanted.length - 1 ? here.startsWith(segment) : here === segment;
  });
}

/** Which of two matching patterns says more: positive when it is the first. */
function compare(a: string, b: string): number {
  const difference = firstWildcard(a) - firstWildcard(b);
  if (difference !== 0) return difference;
  if (a.endsWith('*') !== b.endsWith('*')) return a.endsWith('*') ? -1 : 1;
  return countWildcards(b) - countWildcards(a) || a.length - b.length;
}

function firstWildcard(pattern: string): number {
  const at = pattern.search(/\+|\*$/);
  return at < 0 ? pattern.length : at;
}

function countWildcards(pattern: string): number {
  return pattern.split('/').filter((segment) => segment === '+').length;
}
