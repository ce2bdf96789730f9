import { expect, it } from 'vitest';
import { settled } from '../door.ts';
import { configMap, refusal } from '../samples.ts';
import type { Ground } from './ground.ts';

export function creating(ground: Ground): void {
  const post = (body: unknown, query = '', type?: string) =>
    ground.send('POST', ground.maps + query, { body, ...(type && { type }) });

  it('stores an object once', async () => {
    const first = await post(configMap('once', { a: '1' }, { app: 'lab' }));
    expect(first.status).toBe(201);
    expect(settled(first.body)).toEqual({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: {
        name: 'once',
        namespace: ground.namespace,
        labels: { app: 'lab' },
        managedFields: [
          {
            manager: 'contract',
            operation: 'Update',
            apiVersion: 'v1',
            fieldsType: 'FieldsV1',
            fieldsV1: {
              'f:data': { '.': {}, 'f:a': {} },
              'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
            },
          },
        ],
      },
      data: { a: '1' },
    });
    const second = await post(configMap('once', {}));
    expect(second.body).toEqual(
      refusal(409, 'AlreadyExists', 'configmaps "once" already exists', {
        name: 'once',
        kind: 'configmaps',
      }),
    );
  });

  it('takes an object that does not say what it is', async () => {
    const { status, body } = await post({ metadata: { name: 'bare' } });
    expect(status).toBe(201);
    expect(settled(body)).toEqual({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { name: 'bare', namespace: ground.namespace },
    });
  });

  it('makes up a name', async () => {
    const { body } = await post({ metadata: { generateName: 'made-' } });
    expect(body.metadata.name).toMatch(/^made-[a-z0-9]{5}$/);
  });

  it('turns plain secrets into base64', async () => {
    const { body } = await ground.send('POST', ground.maps.replace('configmaps', 'secrets'), {
      body: { metadata: { name: 'plain' }, stringData: { key: 'value' } },
    });
    expect(body).toMatchObject({ type: 'Opaque', data: { key: 'dmFsdWU=' } });
    expect(body.stringData).toBeUndefined();
  });

  it('stores nothing on a dry run', async () => {
    const { status, body } = await post(configMap('dry', {}), '?dryRun=All');
    expect(status).toBe(201);
    expect(body.metadata.uid).toBeTruthy();
    expect(body.metadata.resourceVersion).toBeUndefined();
    expect((await ground.send('GET', `${ground.maps}/dry`)).status).toBe(404);
  });

  it.each<[string, object | string, object]>([
    [
      'without a name',
      { metadata: {} },
      refusal(
        422,
        'Invalid',
        'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
        {
          kind: 'ConfigMap',
          causes: [
            {
              reason: 'FieldValueRequired',
              message: 'Required value: name or generateName is required',
              field: 'metadata.name',
            },
          ],
        },
      ),
    ],
    [
      'of another kind',
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } },
      refusal(
        400,
        'BadRequest',
        'Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion',
      ),
    ],
    [
      'of another namespace',
      { metadata: { name: 'x', namespace: 'kube-system' } },
      refusal(
        400,
        'BadRequest',
        'the namespace of the provided object does not match the namespace sent on the request',
      ),
    ],
    [
      'with a resourceVersion',
      { metadata: { name: 'x', resourceVersion: '5' } },
      refusal(500, undefined, 'resourceVersion should not be set on objects to be created'),
    ],
    [
      'cut short',
      '{"apiVersion":',
      refusal(
        400,
        'BadRequest',
        'the object provided is unrecognized (must be of type ConfigMap): couldn\'t get version/kind; json parse error: unexpected end of JSON input ({"apiVersion":)',
      ),
    ],
  ])('refuses an object %s', async (_, body, expected) => {
    expect((await post(body)).body).toEqual(expected);
  });

  it('refuses a name that is none', async () => {
    const { status, body } = await post({ metadata: { name: 'Bad_Name' } });
    expect(status).toBe(422);
    expect(body.message).toMatch(
      /^ConfigMap "Bad_Name" is invalid: metadata.name: Invalid value: "Bad_Name": a lowercase RFC 1123 subdomain must/,
    );
    expect(body.details.causes).toMatchObject([
      { reason: 'FieldValueInvalid', field: 'metadata.name' },
    ]);
  });

  it('refuses a namespace that is not there', async () => {
    const { body } = await ground.send('POST', '/api/v1/namespaces/nope/configmaps', {
      body: configMap('x', {}),
    });
    expect(body).toEqual(
      refusal(404, 'NotFound', 'namespaces "nope" not found', { name: 'nope', kind: 'namespaces' }),
    );
  });

  it('refuses a body of another type', async () => {
    const { body } = await post('{}', '', 'text/plain');
    expect(body).toMatchObject({ code: 415, reason: 'UnsupportedMediaType' });
  });

  it.each([
    ['dryRun=yes', 'dryRun', 'Unsupported value: ["yes"]: supported values: "All"'],
    [
      'fieldValidation=Banana',
      'fieldValidation',
      'Unsupported value: "Banana": supported values: "", "Ignore", "Strict", "Warn"',
    ],
  ])('refuses %s', async (query, field, message) => {
    const { body } = await post(configMap('x', {}), `?${query}`);
    expect(body).toEqual(
      refusal(422, 'Invalid', `CreateOptions.meta.k8s.io "" is invalid: ${field}: ${message}`, {
        group: 'meta.k8s.io',
        kind: 'CreateOptions',
        causes: [{ reason: 'FieldValueNotSupported', message, field }],
      }),
    );
  });
}
