import { Refusal } from '../api/refusal.ts';

export type Level = 'deny' | 'read' | 'list' | 'write';

/** Whether a token may; a resource such as `operator` or `acl` has no name. */
export type May = (resource: string, level: 'read' | 'write', name?: string) => boolean;

export type Rule = {
  readonly resource: string;
  readonly isPrefix: boolean;
  readonly name: string;
  readonly level: Level;
};

const named =
  /([a-z]+?)(_prefix)?\s*"([^"]*)"\s*\{\s*(?:policy|intentions)\s*=\s*"([a-z]+)"[^}]*\}/g;
const whole = /\b(acl|operator|keyring|mesh|peering)\s*[=:]\s*"([a-z]+)"/g;

/** The rules of a policy as people write them: `service_prefix "" { policy = "read" }`, `operator = "read"`. */
export function parseRules(given: string): readonly Rule[] {
  const text = given.replaceAll(/#.*|\/\/.*/g, '');
  const rest = text.replaceAll(named, '').replaceAll(whole, '').trim();
  if (rest !== '') throw unreadable(`At 1:1: ${rest.slice(0, 40)}`);
  const ofNames = Array.from(
    text.matchAll(named),
    ([, resource = '', prefix, name = '', level = '']) =>
      toRule(resource, level, name, prefix !== undefined),
  );
  const ofWholes = Array.from(text.matchAll(whole), ([, resource = '', level = '']) =>
    toRule(resource, level, '', true),
  );
  return [...ofNames, ...ofWholes];
}

function toRule(resource: string, level: string, name: string, isPrefix: boolean): Rule {
  if (isLevel(level)) return { resource, isPrefix, name, level };
  throw unreadable(`Invalid ${resource} policy: ${level}`);
}

function isLevel(level: string): level is Level {
  return ['deny', 'read', 'list', 'write'].includes(level);
}

function unreadable(why: string): Refusal {
  return new Refusal(500, `Failed to parse ACL rules: ${why}`);
}

const strongest: readonly Level[] = ['write', 'list', 'read', 'deny'];

/** The most exact rule decides: a name before a prefix, a longer prefix before a shorter; deny wins a tie. */
export function toMay(rules: readonly Rule[], otherwise: boolean): May {
  return (resource, level, name = '') => {
    const fitting = rules
      .filter((rule) => rule.resource === resource && covers(rule, name))
      .toSorted((a, b) => weight(b) - weight(a));
    const [best] = fitting;
    if (!best) return otherwise;
    const ties = fitting.filter((rule) => weight(rule) === weight(best));
    if (ties.some((rule) => rule.level === 'deny')) return false;
    const rank = Math.min(...ties.map((rule) => strongest.indexOf(rule.level)));
    return rank <= strongest.indexOf(level);
  };
}

function covers({ isPrefix, name }: Rule, asked: string): boolean {
  return isPrefix ? asked.startsWith(name) : asked === name;
}

function weight({ isPrefix, name }: Rule): number {
  return isPrefix ? name.length : Infinity;
}
