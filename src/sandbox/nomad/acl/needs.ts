import type { Call } from '../api/call.ts';
import type { Need } from './rules.ts';

type Row = readonly [path: RegExp, read: Need | undefined, write?: Need];

/** What each call takes, reading and writing; the first that fits. Who needs nothing is not asked who he is. */
const rows: readonly Row[] = [
  [/^\/v1\/acl\/(?:token\/self|bootstrap|login)$/, undefined],
  [/^\/v1\/acl\//, ['acl', 'write'], ['acl', 'write']],
  [/^\/v1\/jobs\/parse$/, undefined, ['namespace', 'parse-job']],
  [/^\/v1\/jobs$/, ['namespace', 'list-jobs'], ['namespace', 'submit-job']],
  [/^\/v1\/job\/.+\/scale$/, ['namespace', 'read-job'], ['namespace', 'scale-job']],
  [/^\/v1\/job\/.+\/dispatch$/, ['namespace', 'read-job'], ['namespace', 'dispatch-job']],
  [/^\/v1\/job\//, ['namespace', 'read-job'], ['namespace', 'submit-job']],
  [/^\/v1\/client\/fs\/logs\//, ['namespace', 'read-logs']],
  [
    /^\/v1\/(?:allocations?|evaluations?|deployments?|event)\b/,
    ['namespace', 'read-job'],
    ['namespace', 'submit-job'],
  ],
  [/^\/v1\/nodes?\b/, ['node', 'read'], ['node', 'write']],
  [/^\/v1\/agent\/health$/, undefined],
  [/^\/v1\/agent\//, ['agent', 'read'], ['agent', 'write']],
  [/^\/v1\/operator\//, ['operator', 'read'], ['operator', 'write']],
];

/** What a token has to allow for this call; nothing where everybody may. */
export function needOf({ method, path }: Pick<Call, 'method' | 'path'>): Need | undefined {
  const [, read, write] = rows.find(([pattern]) => pattern.test(path)) ?? [];
  return method === 'GET' || method === 'HEAD' ? read : write;
}
