import { z } from 'zod';
import { StatusError } from '../status-error.ts';
import { isFields } from '../store/object.ts';
import { isSame } from '../store/same.ts';

const operation = z.object({
  op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test']),
  path: z.string(),
  from: z.string().optional(),
  value: z.unknown().optional(),
});

type Operation = z.infer<typeof operation>;

/** JSON patch. What cannot be done refuses the whole patch. @see https://www.rfc-editor.org/rfc/rfc6902 */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  const operations = z.array(operation).safeParse(patch);
  if (!operations.success) throw rejected();
  return operations.data.reduce(perform, target);
}

function rejected(): StatusError {
  const message = 'the server rejected our request due to an error in our request';
  return new StatusError(422, 'Invalid', message, {});
}

function perform(target: unknown, { op, path, from = '', value }: Operation): unknown {
  const place = toPointer(path);
  switch (op) {
    case 'add':
      return put(target, place, value, true);
    case 'replace':
      return put(target, place, value, false);
    case 'remove':
      return cut(target, place);
    case 'copy':
      return put(target, place, at(target, toPointer(from)), true);
    case 'move':
      return put(cut(target, toPointer(from)), place, at(target, toPointer(from)), true);
    case 'test':
      if (!isSame(at(target, place), value)) throw rejected();
      return target;
  }
}

const toPointer = (path: string): string[] =>
  path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

function at(target: unknown, place: readonly string[]): unknown {
  return place.reduce<unknown>((value, part) => child(value, part), target);
}

function child(value: unknown, part: string): unknown {
  if (Array.isArray(value) && Number(part) in value) return value[Number(part)];
  if (isFields(value) && part in value) return value[part];
  throw rejected();
}

function put(target: unknown, place: readonly string[], value: unknown, isNew: boolean): unknown {
  const [part, ...rest] = place;
  if (part === undefined) return value;
  if (rest.length > 0)
    return replaceChild(target, part, put(child(target, part), rest, value, isNew));
  if (!isNew) return replaceChild(target, part, (child(target, part), value));
  if (!Array.isArray(target)) return replaceChild(target, part, value);
  const index = part === '-' ? target.length : Number(part);
  if (!(index >= 0 && index <= target.length)) throw rejected();
  return target.toSpliced(index, 0, value);
}

function cut(target: unknown, place: readonly string[]): unknown {
  const [part, ...rest] = place;
  if (part === undefined) return undefined;
  const inner = child(target, part);
  if (rest.length > 0) return replaceChild(target, part, cut(inner, rest));
  if (Array.isArray(target)) return target.toSpliced(Number(part), 1);
  if (!isFields(target)) throw rejected();
  const copy: Record<string, unknown> = { ...target };
  Reflect.deleteProperty(copy, part);
  return copy;
}

function replaceChild(target: unknown, part: string, value: unknown): unknown {
  if (Array.isArray(target)) return target.with(Number(part), value);
  if (!isFields(target)) throw rejected();
  return { ...target, [part]: value };
}
