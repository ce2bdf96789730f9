import type { Cluster } from '../cluster.ts';
import { remove } from '../lifecycle/remove.ts';
import { methodNotAllowed, noSuchResource } from '../status-error.ts';
import { type Answer, json } from './answer.ts';
import { authorize } from './authorize.ts';
import { type Call, isOn } from './call.ts';
import { deleteCollection, deleteObject } from './delete.ts';
import { describeApi } from './describe-api.ts';
import { patchObject } from './patch.ts';
import { readLog } from './pod-log.ts';
import { refusePortForward } from './port-forward.ts';
import { listObjects, readObject } from './read.ts';
import { review, reviews } from './reviews.ts';
import { scaleObject } from './scale.ts';
import { subresources } from './subresources.ts';
import { type Target, toTarget } from './target.ts';
import { watchObjects } from './watch.ts';
import { createObject, find, replaceObject } from './write.ts';

type Work = (cluster: Cluster, call: Call, target: Target) => Answer | Promise<Answer>;

const onCollection: Readonly<Record<string, Work>> = {
  GET: listObjects,
  POST: createObject,
  DELETE: deleteCollection,
};

const onObject: Readonly<Record<string, Work>> = {
  GET: readObject,
  PUT: replaceObject,
  PATCH: patchObject,
  DELETE: deleteObject,
};

const onStatus: Readonly<Record<string, Work>> = {
  GET: readObject,
  PUT: replaceObject,
  PATCH: patchObject,
};

const onPart: Readonly<Record<string, Readonly<Record<string, Work>>>> = {
  '': onObject,
  status: onStatus,
  finalize: {
    PUT: (cluster, call, target) => replaceObject(cluster, call, { ...target, subresource: '' }),
  },
  scale: { GET: scaleObject, PUT: scaleObject, PATCH: scaleObject },
  log: { GET: readLog },
  eviction: { POST: evict },
  portforward: { GET: refusePortForward, POST: refusePortForward },
};

/** Finds what a request is about and does it. Refusals are thrown as `StatusError`. */
export async function route(cluster: Cluster, call: Call): Promise<Answer> {
  const target = toTarget(call.path);
  if (!target) return describeApi(call);
  authorize(cluster, call, target);
  if (reviews[target.kind]) {
    if (call.method !== 'POST' || target.name !== undefined) throw methodNotAllowed();
    return review(cluster, call, target);
  }
  const isWatch = call.method === 'GET' && (target.watch || isOn(call.query.get('watch')));
  if (isWatch) return watchObjects(cluster, call, target);
  const table = tableFor(target);
  if (!table) throw noSuchResource();
  const work = table[call.method];
  if (!work) throw methodNotAllowed();
  return work(cluster, call, target);
}

function tableFor({ kind, name, subresource }: Target): (typeof onPart)[string] | undefined {
  if (name === undefined) return onCollection;
  if (subresource !== '' && !subresources[kind]?.includes(subresource)) return undefined;
  return onPart[subresource];
}

async function evict(cluster: Cluster, call: Call, target: Target): Promise<Answer> {
  await call.body();
  remove(cluster, find(cluster, target));
  return json(201, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    code: 201,
  });
}
