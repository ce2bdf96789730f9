import { kinds } from '../../../platforms/kubernetes/kinds.ts';
import { groupOf } from '../status-error.ts';
import { apiVersions } from './target.ts';

const rootOf = (apiVersion: string): string =>
  apiVersion === 'v1' ? 'api/v1' : `apis/${apiVersion}`;

/** The list of documents. There are no schemas in them: kubectl then takes the ones it was built with. */
export function openApiIndex(): object {
  const entries = [...apiVersions].map(rootOf).map((root) => {
    return [root, { serverRelativeURL: `/openapi/v3/${root}?hash=SANDBOX` }];
  });
  return { paths: Object.fromEntries(entries) };
}

/** One group version: only what kubectl looks for before it applies, that `fieldValidation` is understood. */
export function openApiDocument(root: string): object | undefined {
  const own = Object.entries(kinds).filter(([, { apiVersion }]) => rootOf(apiVersion) === root);
  if (own.length === 0) return undefined;
  const paths = own.map(([kind, { apiVersion, plural, namespaced }]) => {
    const place = namespaced ? `namespaces/{namespace}/${plural}` : plural;
    const patch = {
      parameters: ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) => ({
        name,
        in: 'query',
        schema: { type: 'string' },
      })),
      responses: { 200: { description: 'OK' } },
      'x-kubernetes-action': 'patch',
      'x-kubernetes-group-version-kind': {
        group: groupOf(apiVersion),
        version: apiVersion.split('/').at(-1),
        kind,
      },
    };
    return [`/${root}/${place}/{name}`, { patch }];
  });
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes (sandbox)', version: 'unversioned' },
    paths: Object.fromEntries(paths),
    components: { schemas: {} },
  };
}
