import { Failure, type FailureKind } from '../../failure.ts';
import type { Answer, Call } from '../http.ts';

const wordings: readonly (readonly [RegExp, FailureKind])[] = [
  [/No cluster leader|fetching keys/, 'unready'],
  [/ACL token not found|Permission denied|ACL token expired/, 'forbidden'],
  [/Enforcing job modify index|active deployment/, 'conflict'],
  [/not found$|UUID must be|No path to region/, 'absent'],
  [/errors? occurred:|not a parameterized job|required meta keys|metadata keys|Payload/, 'invalid'],
];

/**
 * Nomad refuses in plain text, and often with 500 where another code would be right: known wordings decide
 * first, the status for the rest is left to the HTTP edge. The whole text is kept, diagnostics included.
 */
export function toRefusal({ status, text }: Answer, { path }: Call): Failure | undefined {
  const because = text.trim().replaceAll(/\s*\n\s*/g, ' ');
  const kind = wordings.find(([wording]) => wording.test(because))?.[1] ?? kindOf(status);
  if (!kind || because === '') return undefined;
  const what = path[2] ?? path[1] ?? ''; // after the version and the collection comes the name
  return new Failure(kind, { platform: 'nomad', status, what, because });
}

function kindOf(status: number): FailureKind | undefined {
  if (status === 400 || status === 405 || status === 413) return 'invalid';
  if (status === 401 || status === 403) return 'forbidden';
  if (status === 404) return 'absent';
  return status >= 500 || status === 429 ? 'unready' : undefined;
}
