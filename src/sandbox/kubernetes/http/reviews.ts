import { z } from 'zod';
import type { Cluster } from '../cluster.ts';
import type { Faults } from '../../faults.ts';
import { fieldsAt } from '../store/object.ts';
import { type Answer, json } from './answer.ts';
import type { Call } from './call.ts';
import { decodeObject } from './decode.ts';
import type { Target } from './target.ts';

const attributes = z.object({
  verb: z.string().optional(),
  group: z.string().optional(),
  resource: z.string().optional(),
  subresource: z.string().optional(),
  namespace: z.string().optional(),
  name: z.string().optional(),
});

/** Kinds that are questions: they are answered at once and not stored. */
export const reviews: Readonly<Record<string, (spec: object, faults: Faults) => object>> = {
  SelfSubjectAccessReview: (spec, faults) => {
    const { data } = attributes.safeParse(fieldsAt(spec, 'resourceAttributes'));
    return { allowed: !faults.isDenied({ group: '', ...data }) };
  },
  SelfSubjectRulesReview: () => ({
    resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
    nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
    incomplete: false,
  }),
  TokenReview: () => ({ authenticated: false, user: {}, error: 'the sandbox issues no tokens' }),
};

export async function review(cluster: Cluster, call: Call, target: Target): Promise<Answer> {
  const { draft, warnings } = await decodeObject(cluster, call, target);
  const spec = fieldsAt(draft, 'spec');
  const status = reviews[target.kind]?.(spec, cluster.faults) ?? {};
  const { kind, apiVersion } = target;
  return json(201, { kind, apiVersion, metadata: {}, spec, status }, warnings);
}
