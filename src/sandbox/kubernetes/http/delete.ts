import { z } from 'zod';
import { unsupported } from '../cause.ts';
import type { Cluster } from '../cluster.ts';
import { type Removal, remove } from '../lifecycle/remove.ts';
import { badRequest, invalid, resourceOf } from '../status-error.ts';
import type { Stored } from '../store/object.ts';
import { type Answer, json } from './answer.ts';
import { type Call, parseYaml } from './call.ts';
import { presentList } from './present.ts';
import { toSelection } from './selection.ts';
import type { Target } from './target.ts';
import { find } from './write.ts';
import { toWriteOptions } from './write-options.ts';

const deleteOptions = z.looseObject({
  propagationPolicy: z.string().nullish(),
  orphanDependents: z.boolean().nullish(),
  gracePeriodSeconds: z.number().nullish(),
  dryRun: z.array(z.string()).nullish(),
  preconditions: z
    .looseObject({ uid: z.string().nullish(), resourceVersion: z.string().nullish() })
    .nullish(),
});

type Wish = { readonly removal: Removal; readonly dryRun: boolean };

/** Answers with a bare success when the object is gone, and with the object while something holds it. */
export async function deleteObject(cluster: Cluster, call: Call, target: Target): Promise<Answer> {
  const { removal, dryRun } = await decodeOptions(call, target);
  const object = find(cluster, target);
  if (dryRun) return json(200, success(object));
  const left = remove(cluster, object, removal);
  const { kind, metadata } = object;
  const isHeld =
    cluster.store.get(kind, metadata.name, metadata.namespace)?.metadata.uid === metadata.uid;
  return json(200, isHeld || kind === 'Pod' ? left : success(object));
}

export async function deleteCollection(
  cluster: Cluster,
  call: Call,
  target: Target,
): Promise<Answer> {
  const { removal, dryRun } = await decodeOptions(call, target);
  const found = cluster.store.list(target.kind).filter(toSelection(target, call.query));
  if (!dryRun) for (const object of found) remove(cluster, object, removal);
  const resourceVersion = String(cluster.store.revision());
  return json(200, presentList(cluster, call, target, found, { resourceVersion }));
}

async function decodeOptions(call: Call, target: Target): Promise<Wish> {
  const { dryRun } = toWriteOptions(call, target);
  const body = await call.body();
  const decoded = deleteOptions.safeParse(body.trim() === '' ? {} : await parseYaml(body));
  if (!decoded.success)
    throw badRequest(`DeleteOptions could not be decoded: ${decoded.error.message}`);
  const removal = toRemoval(decoded.data, call.query);
  return { dryRun: dryRun || Boolean(decoded.data.dryRun?.includes('All')), removal };
}

function toRemoval(options: z.infer<typeof deleteOptions>, query: URLSearchParams): Removal {
  const policy = query.get('propagationPolicy') ?? options.propagationPolicy ?? 'Background';
  const grace = query.get('gracePeriodSeconds') ?? options.gracePeriodSeconds ?? undefined;
  const { uid, resourceVersion } = options.preconditions ?? {};
  return {
    propagation: toPropagation(options.orphanDependents ? 'Orphan' : policy),
    ...(grace !== undefined && { graceSeconds: Number(grace) }),
    ...(uid && { uid }),
    ...(resourceVersion && { resourceVersion }),
  };
}

function toPropagation(policy: string): NonNullable<Removal['propagation']> {
  if (policy === 'Foreground' || policy === 'Background' || policy === 'Orphan') return policy;
  const known = ['Foreground', 'Background', 'Orphan', 'nil'];
  throw invalid(
    'DeleteOptions',
    '',
    [unsupported('propagationPolicy', policy, known)],
    'meta.k8s.io',
  );
}

function success({ kind, metadata }: Stored): object {
  const { plural, group } = resourceOf(kind);
  const details = { name: metadata.name, ...(group && { group }), kind: plural, uid: metadata.uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}
