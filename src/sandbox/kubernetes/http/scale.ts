import { invalidValue } from '../cause.ts';
import type { Cluster } from '../cluster.ts';
import { badRequest, conflict, invalid, noSuchResource } from '../status-error.ts';
import { type Draft, type Stored, fieldsAt, valueAt } from '../store/object.ts';
import { type Answer, json } from './answer.ts';
import { type Call, parseJson, parseYaml } from './call.ts';
import { patchedBy } from './patch.ts';
import type { Target } from './target.ts';
import { change, find, withOwners } from './write.ts';
import { apply } from '../fields/apply.ts';
import { admitUpdate, commit } from '../lifecycle/update.ts';
import { isApply, toWriteOptions } from './write-options.ts';

const scalable = new Set(['StatefulSet', 'Deployment', 'ReplicaSet']);

/** The number of replicas alone, as `autoscaling/v1` shows it. */
export async function scaleObject(cluster: Cluster, call: Call, target: Target): Promise<Answer> {
  if (!scalable.has(target.kind)) throw noSuchResource();
  const object = find(cluster, target);
  if (call.method === 'GET') return json(200, toScale(object));
  const options = toWriteOptions(call, target);
  const wanted = await decodeScale(call, object);
  const { name } = object.metadata;
  const stale = valueAt(wanted, 'metadata', 'resourceVersion');
  if (stale !== undefined && stale !== object.metadata.resourceVersion)
    throw conflict(object.kind, name);
  const replicas = replicasIn(wanted, name);
  if (isApply(call)) {
    const draft: Draft = {
      apiVersion: object.apiVersion,
      kind: object.kind,
      metadata: { name },
      spec: { replicas },
    };
    const applied = apply(object, draft, options.writer, {
      force: options.force,
      now: cluster.now(),
    });
    const after = withOwners(admitUpdate(object, applied.object), applied.managedFields);
    return json(200, toScale(options.dryRun ? after : commit(cluster, object, after)));
  }
  const spec = { ...fieldsAt(object, 'spec'), replicas };
  return json(200, toScale(change(cluster, object, { ...object, spec }, options)));
}

async function decodeScale(call: Call, object: Stored): Promise<unknown> {
  if (call.method === 'PUT')
    return parseJson(await call.body(), (why) => `Scale could not be decoded: ${why}`);
  if (isApply(call)) return parseYaml(await call.body());
  return patchedBy(call, toScale(object));
}

function replicasIn(scale: unknown, name: string): number {
  const replicas = valueAt(scale, 'spec', 'replicas') ?? 0;
  if (typeof replicas !== 'number')
    throw badRequest(
      'Scale in version "v1" cannot be handled as a Scale: spec.replicas is no number',
    );
  if (replicas >= 0) return replicas;
  const cause = invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0');
  throw invalid('Scale', name, [cause], 'autoscaling');
}

function toScale(object: Stored): object {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const labels = Object.entries(fieldsAt(object, 'spec', 'selector', 'matchLabels'));
  const status = fieldsAt(object, 'status');
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: valueAt(object, 'spec', 'replicas') ?? 0 },
    status: {
      replicas: status['replicas'] ?? 0,
      selector: labels.map(([key, value]) => `${key}=${String(value)}`).join(','),
    },
  };
}
