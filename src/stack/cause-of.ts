import type { Failure } from '../failure.ts';

/** Why a step or a run did not come to its end, in words that can follow "it failed:". */
export function causeOf({ kind, facts }: Failure): string {
  const { platform, because = kind } = facts;
  return platform === undefined ? String(because) : `${platform}: ${because}`;
}
