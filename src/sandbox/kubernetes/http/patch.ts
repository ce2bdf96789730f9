import type { Cluster } from '../cluster.ts';
import { apply } from '../fields/apply.ts';
import { admitCreate } from '../lifecycle/create.ts';
import { admitUpdate, commit } from '../lifecycle/update.ts';
import { jsonPatch } from '../patch/json-patch.ts';
import { mergePatch } from '../patch/merge-patch.ts';
import { strategicMerge } from '../patch/strategic-merge.ts';
import { badRequest, conflict, notFound, unsupportedMediaType } from '../status-error.ts';
import { examine } from '../schema/examine.ts';
import { refuseApplied, refusePatch } from '../schema/wording.ts';
import { type Draft, textAt, valueAt, without } from '../store/object.ts';
import { type Answer, json } from './answer.ts';
import { authorize } from './authorize.ts';
import { checkFields } from './check-fields.ts';
import { type Call, parseJson, parseYaml } from './call.ts';
import { settle, toDraft } from './decode.ts';
import type { Target } from './target.ts';
import { add, change, find, withOwners } from './write.ts';
import { isApply, toWriteOptions } from './write-options.ts';

const patches: Readonly<Record<string, (target: unknown, patch: unknown) => unknown>> = {
  'application/merge-patch+json': mergePatch,
  'application/json-patch+json': jsonPatch,
  'application/strategic-merge-patch+json': strategicMerge,
};

export async function patchObject(cluster: Cluster, call: Call, target: Target): Promise<Answer> {
  if (isApply(call)) return applyObject(cluster, call, target);
  const options = toWriteOptions(call, target);
  const before = find(cluster, target);
  const patched = await patchedBy(call, before);
  const { value, warnings } = await checkFields(cluster, call, target, patched, (unknown) =>
    refusePatch(JSON.stringify(patched), unknown),
  );
  const draft = settle(toDraft(value, target), target);
  return json(200, change(cluster, before, draft, options), warnings);
}

/** The value with the body's patch applied, in whichever of the three forms it came. */
export async function patchedBy(call: Call, value: object): Promise<unknown> {
  const perform = patches[call.contentType];
  if (!perform) throw unsupportedMediaType();
  const patch = parseJson(await call.body(), (why) => `error decoding patch: ${why}`);
  return perform(value, patch);
}

async function applyObject(cluster: Cluster, call: Call, target: Target): Promise<Answer> {
  const options = toWriteOptions(call, target);
  const isStrict = call.query.get('fieldValidation') === 'Strict';
  const parsed = await parseYaml(await call.body(), isStrict);
  const wanted = decodeApplied(parsed, target);
  const { problems } = await examine(cluster.models, target.kind, parsed);
  if (problems.length > 0) throw refuseApplied(target, parsed, problems);
  const { kind, name = '', namespace } = target;
  const live = cluster.store.get(kind, name, namespace);
  if (!live) {
    authorize(cluster, call, target, 'create');
    assertMayCreate(wanted, target);
  }

  const { object, managedFields } = apply(live, wanted, options.writer, {
    force: options.force,
    now: cluster.now(),
  });
  if (!live) {
    const created = admitCreate(cluster, withoutVersion(object));
    return json(201, add(cluster, created, managedFields, options));
  }
  const after = withOwners(admitUpdate(live, object, target.subresource), managedFields);
  return json(200, options.dryRun ? after : commit(cluster, live, after));
}

const withoutVersion = (draft: Draft): Draft => ({
  ...draft,
  metadata: without(draft.metadata, 'resourceVersion'),
});

/** What an apply sends must say what it is; it may leave out the namespace. */
function decodeApplied(parsed: unknown, target: Target): Draft {
  const apiVersion = textAt(parsed, 'apiVersion');
  const kind = textAt(parsed, 'kind');
  if (apiVersion !== target.apiVersion || kind !== target.kind) {
    const named = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`;
    throw badRequest(`invalid object type: ${named}, Kind=${kind}`);
  }
  if (valueAt(parsed, 'metadata', 'managedFields') !== undefined)
    throw badRequest('metadata.managedFields must be nil');
  const draft = toDraft(parsed, target);
  if (!draft.metadata.name)
    throw badRequest(
      `the name of the object (${target.name} based on URL) was undeterminable: name must be provided`,
    );
  return settle(draft, target);
}

function assertMayCreate(wanted: Draft, { kind, name = '', subresource }: Target): void {
  if (subresource) throw notFound(kind, name);
  const { uid } = wanted.metadata;
  if (uid)
    throw conflict(
      kind,
      name,
      `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`,
    );
}
