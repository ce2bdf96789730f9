import { HclError } from '../../nomad/hcl/cursor.ts';
import { evaluate } from '../../nomad/hcl/evaluate.ts';
import { parseHcl } from '../../nomad/hcl/parse-hcl.ts';
import type { Body } from '../../nomad/hcl/tree.ts';
import { duration, strings } from './duration.ts';
import { Refusal } from '../api/refusal.ts';

const capabilities = [
  'create',
  'read',
  'update',
  'delete',
  'list',
  'patch',
  'scan',
  'sudo',
  'deny',
] as const;

export type Capability = (typeof capabilities)[number];
export type Rule = {
  readonly path: string;
  readonly capabilities: readonly Capability[];
  /** Answers are given wrapped, for at least this long, or not at all. */
  readonly minWrapSeconds: number;
};

/** The rules of a policy: paths with capabilities and `min_wrapping_ttl`, nothing finer. */
export function parsePolicy(hcl: string): readonly Rule[] {
  return structure(hcl).blocks.map(({ type, labels, body }) => {
    const [path] = labels;
    if (type !== 'path' || !path)
      throw new Refusal(400, `failed to parse policy: invalid key "${type}" on line 1`);
    const names = strings.parse(valueOf(body, 'capabilities') ?? []);
    return {
      path: path.text.replace(/^\//, ''),
      capabilities: names.map((name) => toCapability(name, path.text)),
      minWrapSeconds: duration.parse(valueOf(body, 'min_wrapping_ttl') ?? 0),
    };
  });
}

function valueOf({ attributes }: Body, wanted: string): unknown {
  const found = attributes.find(({ name }) => name === wanted);
  return found && evaluate(found.value, { var: {}, local: {} });
}

function structure(hcl: string): ReturnType<typeof parseHcl> {
  try {
    return parseHcl(hcl);
  } catch (error) {
    if (!(error instanceof HclError)) throw error;
    throw new Refusal(400, `failed to parse policy: ${error.message}`);
  }
}

function toCapability(name: string, path: string): Capability {
  const known = capabilities.find((one) => one === name);
  if (known) return known;
  throw new Refusal(400, `failed to parse policy: path "${path}": invalid capability "${name}"`);
}

/** What every token may, unless it was made without. */
export const defaultPolicy = `
path "auth/token/lookup-self" { capabilities = ["read"] }
path "auth/token/renew-self" { capabilities = ["update"] }
path "auth/token/revoke-self" { capabilities = ["update"] }
path "sys/capabilities-self" { capabilities = ["update"] }
path "sys/leases/lookup" { capabilities = ["update"] }
path "sys/leases/renew" { capabilities = ["update"] }
path "sys/wrapping/lookup" { capabilities = ["update"] }
path "sys/wrapping/unwrap" { capabilities = ["update"] }
path "sys/wrapping/wrap" { capabilities = ["update"] }
`;
