import { notAllowed, required, unsupported } from '../cause.ts';
import type { Writer } from '../fields/owner.ts';
import { type Cause, invalid } from '../status-error.ts';
import { type Call, isOn } from './call.ts';
import type { Target } from './target.ts';

export type WriteOptions = {
  readonly dryRun: boolean;
  readonly force: boolean;
  readonly writer: Writer;
};

const applyType = 'application/apply-patch+yaml';

export const isApply = ({ contentType }: Call): boolean => contentType === applyType;

/** The options in the query of a write, and who writes: the field manager, or else the program's name. */
export function toWriteOptions(call: Call, target: Target): WriteOptions {
  const causes = causesOf(call);
  const sort = { POST: 'Create', PUT: 'Update', PATCH: 'Patch' }[call.method] ?? 'Delete';
  if (causes.length > 0) throw invalid(`${sort}Options`, '', causes, 'meta.k8s.io');
  const manager = call.query.get('fieldManager') ?? call.userAgent.split('/')[0] ?? '';
  return {
    dryRun: call.query.has('dryRun'),
    force: isOn(call.query.get('force')),
    writer: {
      manager: manager.slice(0, 128) || 'unknown',
      operation: isApply(call) ? 'Apply' : 'Update',
      apiVersion: target.apiVersion,
      subresource: target.subresource,
    },
  };
}

const validations = ['', 'Ignore', 'Strict', 'Warn'];

function causesOf(call: Call): Cause[] {
  return [
    ...managerCauses(call),
    ...(call.method === 'PATCH' && !isApply(call) && call.query.has('force')
      ? [notAllowed('force', 'may not be specified for non-apply patch')]
      : []),
    ...choiceCauses(call.query),
  ];
}

function managerCauses(call: Call): Cause[] {
  const manager = call.query.get('fieldManager') ?? '';
  if (isApply(call) && manager === '')
    return [required('fieldManager', 'is required for apply patch')];
  if (manager.length <= 128) return [];
  const message = 'Too long: may not be more than 128 bytes';
  return [{ reason: 'FieldValueTooLong', message, field: 'fieldManager' }];
}

function choiceCauses(query: URLSearchParams): Cause[] {
  const dryRun = query.getAll('dryRun').filter((value) => value !== 'All');
  const validation = query.get('fieldValidation') ?? '';
  return [
    ...(dryRun.length > 0 ? [unsupported('dryRun', dryRun, ['All'])] : []),
    ...(validations.includes(validation)
      ? []
      : [unsupported('fieldValidation', validation, validations)]),
  ];
}
