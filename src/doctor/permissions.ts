import { z } from 'zod';
import type { Http } from '../platforms/http.ts';
import { fine, type Finding, wrong } from './finding.ts';
import type { Need } from './needs.ts';

const reviewed = z.object({ status: z.object({ allowed: z.boolean() }) });
const path = ['apis', 'authorization.k8s.io', 'v1', 'selfsubjectaccessreviews'];

/** Asks Kubernetes about every need at once, and names the verbs and resources that are refused. */
export async function examinePermissions(http: Http, needs: readonly Need[]): Promise<Finding> {
  const refused = await Promise.all(needs.map((need) => refusedOf(http, need)));
  const missing = refused.filter(({ verbs }) => verbs.length > 0);
  if (missing.length === 0)
    return fine(
      'permissions',
      `are all given, ${needs.flatMap(({ verbs }) => verbs).length} of them`,
    );
  const remedy = 'Ask an administrator of the cluster for a role with these verbs.';
  return wrong('permissions', `are missing: ${toWords(missing)}`, remedy);
}

/** The need, with those of its verbs that are refused. */
async function refusedOf(http: Http, { verbs, ...what }: Need): Promise<Need> {
  const refused = verbs.map(async (verb) =>
    (await isAllowed(http, { verb, ...what })) ? [] : verb,
  );
  return { verbs: (await Promise.all(refused)).flat(), ...what };
}

async function isAllowed(http: Http, resourceAttributes: object): Promise<boolean> {
  const body = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes },
  };
  const { text } = await http.send({ method: 'POST', path, body });
  return reviewed.parse(JSON.parse(text)).status.allowed;
}

/** `list nodes; get, create secrets in vault, nomad` */
function toWords(needs: readonly Need[]): string {
  const places = new Map<string, string[]>();
  for (const { verbs, group, resource, subresource, namespace, name } of needs) {
    const kind = subresource === undefined ? resource : `${resource}/${subresource}`;
    const part = name === undefined ? kind : `${kind} ${name}`;
    const deed = `${verbs.join(', ')} ${group === '' ? part : `${part}.${group}`}`;
    places.set(deed, [
      ...(places.get(deed) ?? []),
      ...(namespace === undefined ? [] : [namespace]),
    ]);
  }
  const clauses = [...places].map(([deed, namespaces]) =>
    namespaces.length > 0 ? `${deed} in ${namespaces.join(', ')}` : deed,
  );
  return clauses.join('; ');
}
