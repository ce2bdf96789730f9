import { required } from '../../cause.ts';
import { isShaped, shapes } from '../../shapes/shapes.ts';
import { type Cause, badRequest } from '../../status-error.ts';
import type { Draft } from '../../store/object.ts';

/**
 * Fields that are missing, as causes. A field of the wrong type is a 400, as for a server that cannot
 * decode it; past this the object has the shape that controllers trust.
 */
export function shapeCauses(draft: Draft): Cause[] {
  if (!isShaped(draft.kind)) return [];
  const { error } = shapes[draft.kind].safeParse(draft);
  if (!error) return [];
  const mistyped = error.issues.find(({ message }) => !message.endsWith('received undefined'));
  if (mistyped) {
    const [, version = draft.apiVersion] = draft.apiVersion.split('/');
    const field = [draft.kind, ...mistyped.path.filter((one) => typeof one === 'string')].join('.');
    throw badRequest(
      `${draft.kind} in version "${version}" cannot be handled as a ${draft.kind}: json: cannot unmarshal Go struct field ${field}: ${mistyped.message}`,
    );
  }
  return error.issues.map(({ path }) => required(toFieldName(path)));
}

function toFieldName(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`));
  return parts.join('').slice(1);
}
