import type { Constraint, Group, Job } from '../jobspec/canonicalize.ts';
import type { Node } from '../state/node.ts';

/** Nomad leaves nodes of other datacenters out before it looks at them. */
export function isInReach({ Datacenter }: Node, { Datacenters }: Job): boolean {
  return Datacenters.some((pattern) => isMatch(pattern, Datacenter));
}

/** What keeps a group off a node whatever room it has, drivers or constraints, in Nomad's words. */
export function whyUnfit(node: Node, group: Group, job: Job): string | undefined {
  const drivers = group.Tasks.map(({ Driver }) => Driver);
  if (!drivers.every((driver) => node.Drivers[driver]?.Healthy)) return 'missing drivers';
  const constraints = [job, group, ...group.Tasks].flatMap(({ Constraints }) => Constraints ?? []);
  const broken = constraints.find((constraint) => !holds(constraint, node));
  return broken && `${broken.LTarget} ${broken.Operand} ${broken.RTarget}`;
}

function isMatch(pattern: string, name: string): boolean {
  const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${escaped}$`).test(name);
}

function holds({ LTarget, RTarget, Operand }: Constraint, node: Node): boolean {
  if (Operand === 'distinct_hosts' || Operand === 'distinct_property') return true;
  const left = resolve(LTarget, node);
  const right = resolve(RTarget, node) ?? '';
  if (Operand === 'is_set') return left !== undefined;
  if (Operand === 'is_not_set') return left === undefined;
  if (Operand === '!=' || Operand === 'not') return left !== right;
  return left !== undefined && compares(Operand, left, right);
}

function compares(operand: string, left: string, right: string): boolean {
  const order = left.localeCompare(right, 'en', { numeric: true });
  switch (operand) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
    case 'version':
    case 'semver':
      return order >= 0;
    case 'regexp':
      return new RegExp(right).test(left);
    case 'set_contains':
    case 'set_contains_all':
      return list(right).every((one) => list(left).includes(one));
    case 'set_contains_any':
      return list(right).some((one) => list(left).includes(one));
    default:
      return left === right;
  }
}

function list(text: string): readonly string[] {
  return text.split(',').map((one) => one.trim());
}

/** `${attr.kernel.name}`, `${meta.rack}`, `${node.datacenter}`; anything else is meant as written. */
function resolve(target: string, node: Node): string | undefined {
  const path = /^\$\{(.+)\}$/.exec(target)?.[1];
  if (path === undefined) return target;
  const [root = '', ...rest] = path.split('.');
  const name = rest.join('.');
  if (root === 'attr') return node.Attributes[name];
  if (root === 'meta') return node.Meta[name];
  const own: Readonly<Record<string, string>> = {
    'unique.id': node.ID,
    'unique.name': node.Name,
    datacenter: node.Datacenter,
    class: node.NodeClass,
    pool: node.NodePool,
  };
  return root === 'node' ? own[name] : undefined;
}
