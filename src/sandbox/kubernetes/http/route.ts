import type { Cluster } from '../cluster.ts';
import type { Faults } from '../faults.ts';
import { remove } from '../lifecycle/remove.ts';
import { methodNotAllowed, noSuchResource } from '../status-error.ts';
import { type Answer, json, text } from './answer.ts';
import { authorize } from './authorize.ts';
import { type Call, isOn } from './call.ts';
import { deleteCollection, deleteObject } from './delete.ts';
import { coreVersions, groupList, groupNamed, resourceList } from './discovery.ts';
import { openApiDocument, openApiIndex } from './openapi.ts';
import { patchObject } from './patch.ts';
import { readLog } from './pod-log.ts';
import { listObjects, readObject } from './read.ts';
import { review, reviews } from './reviews.ts';
import { scaleObject } from './scale.ts';
import { subresources } from './subresources.ts';
import { type Target, apiVersions, toTarget } from './target.ts';
import { version } from './version.ts';
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
};

/** Finds what a request is about and does it. Refusals are thrown as `StatusError`. */
export async function route(cluster: Cluster, faults: Faults, call: Call): Promise<Answer> {
  const target = toTarget(call.path);
  if (!target) return describe(call);
  authorize(faults, call, target);
  if (reviews[target.kind]) {
    if (call.method !== 'POST' || target.name !== undefined) throw methodNotAllowed();
    return review(cluster, faults, call, target);
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

/** Everything that is about the API itself. */
function describe({ method, path }: Call): Answer {
  const [root = '', first = '', second = ''] = path;
  const document = descriptionOf(path.join('/'), root, first, second);
  if (!document) return text(404, '404 page not found\n');
  if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed();
  return document;
}

function descriptionOf(
  path: string,
  root: string,
  first: string,
  second: string,
): Answer | undefined {
  if (['healthz', 'livez', 'readyz'].includes(root)) return text(200, 'ok');
  if (path === 'openapi/v2') return { kind: 'bytes', type: emptyOpenApi, bytes: new Uint8Array() };
  const document = documentAt(path, root, first, second);
  return document && json(200, document);
}

const emptyOpenApi = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

function documentAt(path: string, root: string, first: string, second: string): object | undefined {
  switch (path) {
    case '':
      return {
        paths: ['/api', '/apis', '/healthz', '/livez', '/openapi/v3', '/readyz', '/version'],
      };
    case 'version':
      return version;
    case 'api':
      return coreVersions;
    case 'apis':
      return groupList();
    case 'openapi/v3':
      return openApiIndex();
    default:
  }
  if (path.startsWith('openapi/v3/')) return openApiDocument(path.slice('openapi/v3/'.length));
  const groupVersion = root === 'api' ? first : `${first}/${second}`;
  if (apiVersions.has(groupVersion)) return resourceList(groupVersion);
  return root === 'apis' && second === '' ? groupNamed(first) : undefined;
}
