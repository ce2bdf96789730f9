import type { Cluster } from '../cluster.ts';
import { type Problem, examine } from '../schema/examine.ts';
import { refuseMistyped, refuseUnknown, unknownField } from '../schema/wording.ts';
import type { Call } from './call.ts';
import type { Target } from './target.ts';

export type Checked = {
  /** What was sent, without fields that do not exist. */
  readonly value: unknown;
  /** Fields that do not exist, for who asked to be warned. */
  readonly warnings: readonly string[];
};

/**
 * Holds what was sent against the schema, as strictly as the query asks: unknown fields are refused, or warned of and
 * dropped, or only dropped. @see https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
 */
export async function checkFields(
  { models }: Cluster,
  call: Call,
  target: Target,
  value: unknown,
  refuse: (unknown: readonly Problem[]) => Error = (unknown) => refuseUnknown(target, unknown),
): Promise<Checked> {
  const { known, problems } = await examine(models, target.kind, value);
  const mistyped = problems.find((problem) => problem.kind === 'mistyped');
  if (mistyped) throw refuseMistyped(target, mistyped);
  const validation = call.query.get('fieldValidation') || 'Warn';
  if (validation === 'Strict' && problems.length > 0) throw refuse(problems);
  return { value: known, warnings: validation === 'Warn' ? problems.map(unknownField) : [] };
}
