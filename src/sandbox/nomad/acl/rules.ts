import { Refusal } from '../../refusal.ts';
import { HclError } from '../hcl/cursor.ts';
import { evaluate, type Json } from '../hcl/evaluate.ts';
import { parseHcl } from '../hcl/parse-hcl.ts';
import type { Block } from '../hcl/tree.ts';

/** Something a token may do: `namespace submit-job`, `node read`, `acl write`. */
export type Need = readonly [resource: Resource, capability: string];
type Resource = 'namespace' | 'node' | 'agent' | 'operator' | 'acl';
export type Rule = { readonly resource: string; readonly capabilities: readonly string[] };

const reading = ['list-jobs', 'parse-job', 'read-job', 'read-job-scaling', 'csi-list-volume'];
const writing = [
  ...reading,
  'submit-job',
  'dispatch-job',
  'scale-job',
  'read-logs',
  'read-fs',
  'alloc-exec',
  'alloc-lifecycle',
];
const ofNamespace: Readonly<Record<string, readonly string[]>> = {
  read: reading,
  write: writing,
  scale: ['list-scaling-policies', 'read-scaling-policy', 'read-job-scaling', 'scale-job'],
  deny: [],
};
const ofOthers: Readonly<Record<string, readonly string[]>> = {
  read: ['read'],
  write: ['read', 'write'],
  list: ['list'],
  deny: [],
};

/** The rules of a policy: `namespace "*" { policy = "read" }`, `node { policy = "write" }`. */
export function parseRules(hcl: string): readonly Rule[] {
  return blocksOf(hcl).map(toRule);
}

function blocksOf(hcl: string): readonly Block[] {
  try {
    return parseHcl(hcl).blocks;
  } catch (error) {
    if (error instanceof HclError) throw unreadable(error.message);
    throw error;
  }
}

function toRule({ type, body }: Block): Rule {
  const values = new Map(
    body.attributes.map(({ name, value }) => [name, evaluate(value, { var: {}, local: {} })]),
  );
  const shorthand = type === 'namespace' ? ofNamespace : ofOthers;
  const [policy = 'deny'] = listOf([values.get('policy') ?? 'deny']);
  const granted = shorthand[policy];
  if (!granted) throw unreadable(`Invalid ${type} policy: ${policy}`);
  return { resource: type, capabilities: [...granted, ...listOf(values.get('capabilities'))] };
}

function listOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function unreadable(why: string): Refusal {
  return new Refusal(400, `Failed to parse ACL policy: ${why}`);
}

export function allows(rules: readonly Rule[], [resource, capability]: Need): boolean {
  return rules.some((rule) => rule.resource === resource && rule.capabilities.includes(capability));
}
