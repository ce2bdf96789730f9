import { expect, it } from 'vitest';
import { settled, types } from '../door.ts';
import type { Ground } from './ground.ts';

/** What kubectl 1.33 sends for `create deployment web --image=nginx --replicas=2 --port=80`. */
const deployment =
  'azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50ErgBCh8KA3dlYhIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEoYB' +
  'CAISDAoKCgNhcHASA3dlYhpsChwKABIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEkwSLgoFbmdpbngSBW5naW54' +
  'KgAyCgoAEAAYUCIAKgBCAGoAcgCAAQCIAQCQAQCiAQAaADIAQgBKAFIAWABgAGgAggEAigEAmgEAwgEAIgIKACgA' +
  'OAAaDAgAEAAYACAAKAA4ABoAIgA=';

/** What it sends for `create secret generic s1 --from-literal=a=b`. */
const secret = 'azhzAAoMCgJ2MRIGU2VjcmV0Eh4KEgoCczESABoAIgAqADIAOABCABIGCgFhEgFiGgAaACIA';

const labels = { app: 'web' };
const written = {
  deployment: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            { name: 'nginx', image: 'nginx', ports: [{ containerPort: 80 }], resources: {} },
          ],
        },
      },
      strategy: {},
    },
  },
  secret: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's1' }, data: { a: 'Yg==' } },
};

/** kubectl writes protobuf since 1.32, and reads JSON as gladly. */
export function protobuf(ground: Ground): void {
  const place = {
    deployment: `/apis/apps/v1/namespaces/${ground.namespace}/deployments`,
    secret: `/api/v1/namespaces/${ground.namespace}/secrets`,
  };
  const headers = { accept: 'application/json' };
  const create = (path: string, body: unknown, type: string) =>
    ground.send('POST', `${path}?dryRun=All&fieldValidation=Strict`, { body, type, headers });

  it.each([
    ['deployment', deployment],
    ['secret', secret],
  ] as const)('means the same as JSON: a %s', async (what, bytes) => {
    const body = Buffer.from(bytes, 'base64');
    const sent = await create(place[what], body, types.protobuf);
    expect(sent.status).toBe(201);
    const asJson = await create(place[what], written[what], types.json);
    expect(settled(sent.body)).toEqual(settled(asJson.body));
  });

  it.each([
    ['another form', Buffer.from('xx')],
    ['a message cut short', Buffer.from(deployment, 'base64').subarray(0, 60)],
  ])('is refused: %s', async (_what, body) => {
    const { status } = await create(place.deployment, body, types.protobuf);
    expect(status).toBe(400);
  });
}
