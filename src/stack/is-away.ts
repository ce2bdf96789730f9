import { Failure, type FailureKind } from '../failure.ts';

const kinds: ReadonlySet<FailureKind> = new Set([
  'unreachable',
  'unready',
  'late',
  'absent',
  'undeployed',
]);

/** Whether a failure says that nobody answers yet, which passes; a refusal does not. */
export function isAway(error: unknown): boolean {
  return error instanceof Failure && kinds.has(error.kind);
}
