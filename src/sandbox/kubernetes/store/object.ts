import { z } from 'zod';

export type Fields = { readonly [name: string]: unknown };

const text = z.string().optional();
const texts = z.record(z.string(), z.string()).optional();

export const ownerReferenceSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  name: z.string(),
  uid: z.string(),
  controller: z.boolean().optional(),
  blockOwnerDeletion: z.boolean().optional(),
});

/** What a client may send: the server fills in the rest. */
export const draftSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: text,
    generateName: text,
    namespace: text,
    uid: text,
    resourceVersion: text,
    creationTimestamp: z.string().nullish(),
    generation: z.number().optional(),
    deletionTimestamp: text,
    deletionGracePeriodSeconds: z.number().optional(),
    labels: texts,
    annotations: texts,
    finalizers: z.array(z.string()).optional(),
    ownerReferences: z.array(ownerReferenceSchema).optional(),
    managedFields: z.array(z.looseObject({})).optional(),
  }),
});

export type OwnerReference = z.infer<typeof ownerReferenceSchema>;
export type Draft = z.infer<typeof draftSchema>;

/** Any object as the store keeps it. Objects are never changed in place: a change is a new object. */
export type Stored = Draft & {
  readonly metadata: Draft['metadata'] & {
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly creationTimestamp: string;
  };
};

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at a field, or nothing: what a client left out is read as empty. */
export function fieldsAt(parent: unknown, ...path: readonly string[]): Fields {
  const value = valueAt(parent, ...path);
  return isFields(value) ? value : {};
}

export function valueAt(parent: unknown, ...path: readonly string[]): unknown {
  return path.reduce((value, name) => (isFields(value) ? value[name] : undefined), parent);
}

/** The text at a field, or an empty one. Numbers and booleans are texts here. */
export function textAt(parent: unknown, ...path: readonly string[]): string {
  const value = valueAt(parent, ...path);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value : '';
}

/** A copy without these fields. */
export function without<T extends object>(object: T, ...names: readonly string[]): T {
  const copy = { ...object };
  for (const name of names) Reflect.deleteProperty(copy, name);
  return copy;
}
