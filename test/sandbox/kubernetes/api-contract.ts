import { afterAll, beforeAll, describe, expect } from 'vitest';
import { applyingLists } from './contract/applying-lists.ts';
import { applying } from './contract/applying.ts';
import { changing } from './contract/changing.ts';
import { creating } from './contract/creating.ts';
import { deleting } from './contract/deleting.ts';
import { describing } from './contract/describing.ts';
import type { Ground } from './contract/ground.ts';
import { leases } from './contract/leases.ts';
import { listing } from './contract/listing.ts';
import { ownedStatefulSet } from './contract/owned-stateful-set.ts';
import { protobuf } from './contract/protobuf.ts';
import { statefulSets } from './contract/stateful-sets.ts';
import { validating } from './contract/validating.ts';
import { watching } from './contract/watching.ts';
import type { Door } from './door.ts';

const parts: Readonly<Record<string, (ground: Ground) => void>> = {
  creating,
  'replacing and patching': changing,
  deleting,
  leases,
  listing,
  'describing itself': describing,
  applying,
  'applying lists': applyingLists,
  'validating fields': validating,
  'protobuf in requests': protobuf,
  watching,
  'a StatefulSet that is applied': ownedStatefulSet,
  'a StatefulSet that runs': statefulSets,
};

/** What clients may rely on, of the sandbox and of a real API server alike. */
export function apiContract(server: string, open: () => Promise<Door>): void {
  describe(`the API of ${server}`, () => {
    let opened: Promise<Door> | undefined;
    const door = (): Promise<Door> => (opened ??= open());
    const namespace = `contract-${Math.random().toString(36).slice(2, 8)}`;
    const ground: Ground = {
      namespace,
      maps: `/api/v1/namespaces/${namespace}/configmaps`,
      send: async (...request) => (await door()).send(...request),
      watch: async (...request) => (await door()).watch(...request),
    };

    beforeAll(async () => {
      const body = { metadata: { name: namespace } };
      const { status } = await ground.send('POST', '/api/v1/namespaces', { body });
      expect(status).toBe(201);
    });

    afterAll(async () => {
      await ground.send('DELETE', `/api/v1/namespaces/${namespace}`);
      await (await door()).close();
    });

    for (const [title, part] of Object.entries(parts))
      describe(title, () => {
        part(ground);
      });
  });
}
