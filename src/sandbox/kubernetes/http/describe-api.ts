import { methodNotAllowed } from '../status-error.ts';
import { type Answer, json, text } from './answer.ts';
import type { Call } from './call.ts';
import { coreVersions, groupList, groupNamed, resourceList } from './discovery.ts';
import { openApiDocument, openApiIndex } from './openapi.ts';
import { apiVersions } from './target.ts';
import { version } from './version.ts';

const documents: Readonly<Record<string, () => Answer>> = {
  '': () => json(200, { paths: Object.keys(documents).map((path) => `/${path}`) }),
  api: () => json(200, coreVersions),
  apis: () => json(200, groupList()),
  healthz: () => text(200, 'ok'),
  livez: () => text(200, 'ok'),
  'openapi/v2': () => ({ kind: 'bytes', type: emptyOpenApi, bytes: new Uint8Array() }),
  'openapi/v3': () => json(200, openApiIndex()),
  readyz: () => text(200, 'ok'),
  version: () => json(200, version),
};

/** Older kubectl insists on this document, and is content when there is nothing in it. */
const emptyOpenApi = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/** Answers what is asked about the API itself: its health, its version, its groups and kinds. */
export function describeApi({ method, path }: Call): Answer {
  const answer = documents[path.join('/')]?.() ?? describePart(path);
  if (!answer) return text(404, '404 page not found\n');
  if (method !== 'GET') throw methodNotAllowed();
  return answer;
}

function describePart([root = '', first = '', second = '', ...more]: readonly string[]):
  | Answer
  | undefined {
  if (root === 'openapi') return found(openApiDocument([second, ...more].join('/')));
  const groupVersion = root === 'api' ? first : `${first}/${second}`;
  if (apiVersions.has(groupVersion)) return json(200, resourceList(groupVersion));
  return root === 'apis' && second === '' ? found(groupNamed(first)) : undefined;
}

const found = (document: object | undefined): Answer | undefined => document && json(200, document);
