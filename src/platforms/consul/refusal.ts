import { Failure, type FailureKind } from '../../failure.ts';
import type { Answer, Call } from '../http.ts';

const wordings: readonly (readonly [RegExp, FailureKind])[] = [
  [/No cluster leader|No known Consul servers|legacy mode/, 'unready'],
  [/No path to datacenter/, 'absent'],
  [/ACL not found|token does not exist|Permission denied/, 'forbidden'],
  [/already exists|already in use|is not permitted|no longer allowed/, 'conflict'],
  [/Invalid|Missing|Must provide|[Ff]ailed to parse|No such ACL|cannot find|not valid/, 'invalid'],
  [/ACL support disabled/, 'invalid'],
];

/**
 * Consul refuses in plain text, and mostly with 500 whatever the cause: known wordings decide first, then the
 * status. The whole text is kept.
 */
export function toRefusal({ status, text }: Answer, { path }: Call): Failure | undefined {
  const because = text.trim();
  const kind = wordings.find(([wording]) => wording.test(because))?.[1] ?? kindOf(status);
  if (!kind || because === '') return undefined;
  const what = path[3] ?? path[2] ?? ''; // after the version come the part, the collection and the name
  return new Failure(kind, { platform: 'consul', status, what, because });
}

function kindOf(status: number): FailureKind | undefined {
  if (status === 400 || status === 405) return 'invalid';
  if (status >= 300 && status < 400) return 'invalid'; // a name that Go would have cleaned away
  if (status === 401 || status === 403) return 'forbidden';
  if (status === 404) return 'absent';
  return status >= 500 || status === 429 ? 'unready' : undefined;
}
