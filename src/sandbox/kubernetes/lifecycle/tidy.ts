import { type Draft, isFields } from '../store/object.ts';

const metadataFields = ['labels', 'annotations', 'finalizers', 'ownerReferences'];
const contentFields = ['data', 'binaryData'];

/** Without fields that the API leaves out when they are empty. */
export function tidy(draft: Draft): Draft {
  return {
    ...withoutEmpty(draft, contentFields),
    metadata: withoutEmpty(draft.metadata, metadataFields),
  };
}

function withoutEmpty<T extends object>(object: T, names: readonly string[]): T {
  const copy = { ...object };
  for (const name of names)
    if (isEmpty(Reflect.get(copy, name))) Reflect.deleteProperty(copy, name);
  return copy;
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isFields(value) && Object.keys(value).length === 0;
}
