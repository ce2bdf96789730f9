import type { Cluster } from '../cluster.ts';
import { fromProtobuf } from '../protobuf/from-protobuf.ts';
import type { Models } from '../schema/models.ts';
import { badRequest, unsupportedMediaType } from '../status-error.ts';
import { type Draft, type Fields, draftSchema, isFields } from '../store/object.ts';
import { checkFields } from './check-fields.ts';
import { type Call, parseJson, parseYaml } from './call.ts';
import type { Target } from './target.ts';

export type Decoded = { readonly draft: Draft; readonly warnings: readonly string[] };

/** The object in the body of a POST or PUT, checked against the path it was sent to and the fields of its kind. */
export async function decodeObject(cluster: Cluster, call: Call, target: Target): Promise<Decoded> {
  const parsed = await readBody(cluster, call, target.kind);
  const { kind = target.kind, apiVersion = target.apiVersion } = isFields(parsed) ? parsed : {};
  assertKind(String(kind), String(apiVersion), target);
  const { value, warnings } = await checkFields(cluster, call, target, parsed);
  return { draft: settle(toDraft(value, target), target), warnings };
}

async function readBody({ models }: Cluster, call: Call, kind: string): Promise<unknown> {
  if (call.contentType !== 'application/vnd.kubernetes.protobuf')
    return parseBody(call, await call.body(), kind);
  const parsed = await readProtobuf(models, await call.bytes());
  if (parsed !== undefined) return parsed;
  throw badRequest(
    `the object provided is unrecognized (must be of type ${kind}): provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]`,
  );
}

/** Bytes that end too early are no object either. */
async function readProtobuf(models: Models, body: Buffer): Promise<unknown> {
  return fromProtobuf(models, body).catch((error: unknown) => {
    if (error instanceof RangeError) return undefined;
    throw error;
  });
}

function parseBody({ contentType }: Call, body: string, kind: string): unknown {
  if (contentType === 'application/yaml') return parseYaml(body);
  if (contentType !== '' && contentType !== 'application/json')
    throw unsupportedMediaType(
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    );
  return parseJson(
    body,
    (why) =>
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why} (${body || '<empty>'})`,
  );
}

function assertKind(kind: string, apiVersion: string, target: Target): void {
  const version = apiVersion.split('/').at(-1) ?? '';
  const cannot = `${kind} in version "${version}" cannot be handled as a ${target.kind}`;
  if (apiVersion !== target.apiVersion)
    throw badRequest(
      `${cannot}: no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`,
    );
  if (kind !== target.kind)
    throw badRequest(
      `${cannot}: converting (${version}.${kind}) to (core.${target.kind}): unknown conversion`,
    );
}

/** Any parsed value as an object of the target's kind. Fields that are null count as left out. */
export function toDraft(parsed: unknown, { kind, apiVersion }: Target): Draft {
  const bare = isFields(parsed) ? withoutNulls(parsed) : {};
  const result = draftSchema.safeParse({ metadata: {}, ...bare, kind, apiVersion });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = [kind, ...(issue?.path ?? [])].join('.');
  const version = apiVersion.split('/').at(-1);
  throw badRequest(
    `${kind} in version "${version}" cannot be handled as a ${kind}: json: cannot unmarshal Go struct field ${field}: ${issue?.message}`,
  );
}

/** Name and namespace come from the path; where the body says otherwise it is refused. */
export function settle(draft: Draft, target: Target): Draft {
  const { name, namespace } = draft.metadata;
  if (target.name !== undefined && name !== undefined && name !== '' && name !== target.name)
    throw badRequest(
      `the name of the object (${name}) does not match the name on the URL (${target.name})`,
    );
  if (namespace && target.namespace !== undefined && namespace !== target.namespace)
    throw badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  const metadata = {
    ...draft.metadata,
    ...(target.name !== undefined && { name: target.name }),
    ...(target.namespace !== undefined && { namespace: target.namespace }),
  };
  return { ...draft, metadata };
}

function withoutNulls(fields: Fields): Fields {
  const entries = Object.entries(fields).filter(([, value]) => value !== null);
  return Object.fromEntries(entries.map(([name, value]) => [name, strip(value)]));
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  return isFields(value) ? withoutNulls(value) : value;
}
