import { expect, it } from 'vitest';
import { types } from '../door.ts';
import { configMap, refusal, statefulSet } from '../samples.ts';
import type { Ground } from './ground.ts';

const misspelt = {
  ...statefulSet('typo', 1),
  metadata: { name: 'typo', label: {} },
  spec: {
    replicass: 2,
    serviceName: 'typo',
    selector: { matchLabels: { app: 'typo' } },
    template: {
      metadata: { labels: { app: 'typo' } },
      spec: {
        containers: [
          {
            name: 'c',
            image: 'img:1',
            env: [{ name: 'A', vale: '1' }],
            resources: { limit: { cpu: '1' }, limits: { cpu: 1 } },
          },
        ],
        nodeSelectorr: {},
      },
    },
  },
};
const unknown = [
  'metadata.label',
  'spec.replicass',
  'spec.template.spec.containers[0].env[0].vale',
  'spec.template.spec.containers[0].resources.limit',
  'spec.template.spec.nodeSelectorr',
];

/** Fields that do not exist, and values of the wrong type. */
export function validating(ground: Ground): void {
  const sets = `/apis/apps/v1/namespaces/${ground.namespace}/statefulsets`;

  it('names every unknown field where asked to be strict', async () => {
    const path = `${sets}?fieldValidation=Strict`;
    const { status, body } = await ground.send('POST', path, { body: misspelt });
    expect(status).toBe(400);
    expect(body).toEqual(
      refusal(
        400,
        'BadRequest',
        `StatefulSet in version "v1" cannot be handled as a StatefulSet: strict decoding error: ${unknown.map((field) => `unknown field "${field}"`).join(', ')}`,
      ),
    );
  });

  it.each(['', '&fieldValidation=Warn'])('warns of them where not: "%s"', async (query) => {
    const path = `${sets}?dryRun=All${query}`;
    const { status, body, warnings } = await ground.send('POST', path, { body: misspelt });
    expect(status).toBe(201);
    expect(warnings).toEqual(unknown.map((field) => `299 - "unknown field \\"${field}\\""`));
    expect(JSON.stringify(body)).not.toMatch(/replicass|vale"|nodeSelectorr/);
  });

  it('drops them without a word where asked to', async () => {
    const path = `${sets}?dryRun=All&fieldValidation=Ignore`;
    const { status, warnings } = await ground.send('POST', path, { body: misspelt });
    expect(status).toBe(201);
    expect(warnings).toEqual([]);
  });

  it('counts a field that is null', async () => {
    const body = { ...configMap('null', {}), dat: null };
    const answer = await ground.send('POST', `${ground.maps}?fieldValidation=Strict`, { body });
    expect(answer.body.message).toContain('strict decoding error: unknown field "dat"');
  });

  it('refuses what a patch would leave', async () => {
    await ground.send('POST', ground.maps, { body: configMap('patched', { a: '1' }) });
    const patch = (query: string) =>
      ground.send('PATCH', `${ground.maps}/patched?${query}`, {
        type: types.merge,
        body: { dat: { a: '1' } },
      });
    const { status, body } = await patch('fieldValidation=Strict');
    expect(status).toBe(422);
    expect(body.message).toMatch(/^ "" is invalid: patch: Invalid value: /);
    expect(body.message).toMatch(/strict decoding error: unknown field "dat"$/);
    const warned = await patch('');
    expect(warned.status).toBe(200);
    expect(warned.warnings).toEqual(['299 - "unknown field \\"dat\\""']);
    expect(warned.body).not.toHaveProperty('dat');
  });

  const apply = (name: string, body: unknown, query = '') =>
    ground.send('PATCH', `${ground.maps}/${name}?fieldManager=one&dryRun=All${query}`, {
      type: types.apply,
      body,
    });

  it.each(['', '&fieldValidation=Ignore', '&fieldValidation=Strict'])(
    'applies nothing with an unknown field: "%s"',
    async (query) => {
      const { status, body } = await apply('typo', { ...configMap('typo', {}), dat: {} }, query);
      expect(status).toBe(500);
      expect(body.message).toBe(
        'failed to create typed patch object (/typo; /v1, Kind=ConfigMap): .dat: field not declared in schema',
      );
    },
  );

  it('names an item of a list by what it is known by', async () => {
    const body = statefulSet('typo', 1, {
      pod: { containers: [{ name: 'c', image: 'img:1', env: [{ name: 'A', vale: '1' }] }] },
    });
    const answer = await ground.send('PATCH', `${sets}/typo?fieldManager=one&dryRun=All`, {
      type: types.apply,
      body,
    });
    expect(answer.body.message).toBe(
      'failed to create typed patch object (/typo; apps/v1, Kind=StatefulSet): .spec.template.spec.containers[name="c"].env[name="A"].vale: field not declared in schema',
    );
  });

  it('applies no value of another type', async () => {
    const { status, body } = await apply('typed', configMap('typed', { a: 1 }));
    expect(status).toBe(500);
    expect(body.message).toBe(
      'failed to create typed patch object (/typed; /v1, Kind=ConfigMap): .data.a: expected string, got &value.valueUnstructured{Value:1}',
    );
  });

  it('creates none either', async () => {
    const { status, body } = await ground.send('POST', ground.maps, {
      body: configMap('typed', { a: 1 }),
    });
    expect(status).toBe(400);
    expect(body.message).toBe(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string',
    );
    const wrong = statefulSet('typo', 1, {
      pod: { containers: [{ name: 'c', image: 'img:1', env: [{ name: 'A', value: 5 }] }] },
    });
    expect((await ground.send('POST', sets, { body: wrong })).body.message).toBe(
      'StatefulSet in version "v1" cannot be handled as a StatefulSet: json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string',
    );
  });

  it('refuses YAML that repeats a key, where asked to be strict', async () => {
    const body =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: twice}\ndata:\n  a: "1"\n  a: "2"\n';
    const { body: strict } = await apply('twice', body, '&fieldValidation=Strict');
    expect(strict).toEqual(
      refusal(
        400,
        'BadRequest',
        'error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line 6: key "a" already set in map',
      ),
    );
    const lax = await apply('twice', body, '&fieldValidation=Ignore');
    expect(lax.body.data).toEqual({ a: '2' });
  });
}
