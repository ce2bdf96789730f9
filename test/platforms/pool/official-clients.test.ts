import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createServer, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAwsPool } from '../../../src/platforms/pool/aws-pool.ts';
import { createGooglePool } from '../../../src/platforms/pool/google-pool.ts';
import type { Pool } from '../../../src/platforms/pool/pool.ts';

// The official clients are heavy, so they are no dependency: npm install --prefix <folder> both of them, and give
// that folder as POOL_CLIENTS. They then talk to a server here that answers as the APIs do.
const folder = process.env['POOL_CLIENTS'] ?? process.cwd();
const resolve = createRequire(join(folder, 'package.json')).resolve;
const find = (name: string): string | undefined => {
  try {
    return pathToFileURL(resolve(name)).href;
  } catch {
    return undefined;
  }
};
const compute = find('@google-cloud/compute');
const autoScaling = find('@aws-sdk/client-auto-scaling');

type Call = { readonly method: string; readonly path: string; readonly body: string };
type Answer = { readonly status?: number; readonly type: string; readonly text: string };
let answer: (call: Call) => Answer | undefined;
let calls: Call[] = [];
const server = createServer((request: IncomingMessage, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    const call = { method: request.method ?? '', path: request.url ?? '', body };
    calls.push(call);
    const answered = answer(call);
    if (!answered) return; // never
    response.writeHead(answered.status ?? 200, { 'content-type': answered.type });
    response.end(answered.text);
  });
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  port = (server.address() as { port: number }).port;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});
beforeEach(() => {
  calls = [];
});
const signal = new AbortController().signal;
const ordered = (): string[] => calls.slice(1).map(({ path, body }) => `${path} ${body}`);

describe.runIf(!compute || !autoScaling)('the official clients of the clouds', () => {
  test.skip('SKIPPED: POOL_CLIENTS names no folder with @google-cloud/compute and @aws-sdk/client-auto-scaling', () => {});
});

describe.runIf(compute)('the official client of Google Compute Engine', () => {
  const json = 'application/json; charset=UTF-8';
  const where = 'projects/demo/zones/europe-west1-b/instanceGroupManagers/clients';
  const operation = JSON.stringify({
    kind: 'compute#operation',
    id: '5478423287263574894',
    name: 'operation-1700000000000-60a1b2c3d4e5f-00000000-11111111',
    operationType: 'compute.instanceGroupManagers.resize',
    status: 'RUNNING',
    progress: 0,
    zone: 'https://www.googleapis.com/compute/v1/projects/demo/zones/europe-west1-b',
  });

  /** The real client, told where to go and who we are. */
  async function load(): Promise<unknown> {
    const module = (await import(compute ?? '')) as Record<string, new (options: object) => object>;
    const auth = (await import(
      pathToFileURL(createRequire(resolve('@google-cloud/compute')).resolve('google-auth-library'))
        .href
    )) as {
      OAuth2Client: new () => { setCredentials: (credentials: object) => void };
    };
    const authClient = new auth.OAuth2Client();
    authClient.setCredentials({ access_token: 'local', expiry_date: Date.now() + 3_600_000 });
    const here = {
      apiEndpoint: '127.0.0.1',
      port,
      protocol: 'http',
      authClient,
      projectId: 'demo',
    };
    const bind = (name: string): unknown => {
      const Client = module[name]!;
      return class extends Client {
        constructor() {
          super(here);
        }
      };
    };
    return {
      InstanceGroupManagersClient: bind('InstanceGroupManagersClient'),
      RegionInstanceGroupManagersClient: bind('RegionInstanceGroupManagersClient'),
    };
  }
  const open = (group = where): Pool => createGooglePool({ group, load });
  const group =
    (targetSize: number) =>
    ({ method }: Call) => ({
      type: json,
      text:
        method === 'GET'
          ? JSON.stringify({
              kind: 'compute#instanceGroupManager',
              id: '2345678901234567890',
              name: 'clients',
              baseInstanceName: 'client',
              targetSize,
              currentActions: { none: targetSize, creating: 0, deleting: 0 },
              status: { isStable: true },
            })
          : operation,
    });
  const vm = (name: string) => ({
    name,
    attributes: {
      'platform.gce.zone': 'europe-west1-b',
      'unique.platform.gce.hostname': `${name}.europe-west1-b.c.demo.internal`,
    },
  });

  test('reads a size, and grows by one request', async () => {
    answer = group(3);
    expect(await open().size(signal)).toBe(3);
    calls = [];
    await open().resize(5, [], signal);
    expect(ordered()).toEqual([`/compute/v1/${where}/resize?size=5 ""`]);
  });

  test('shrinks by the names of those that leave, in a zone and in a region', async () => {
    answer = group(5);
    await open().resize(4, [vm('client-x1')], signal);
    const instances = '{"instances":["zones/europe-west1-b/instances/client-x1"]}';
    expect(ordered()).toEqual([`/compute/v1/${where}/deleteInstances? ${instances}`]);
    const regional = 'projects/demo/regions/europe-west1/instanceGroupManagers/clients';
    calls = [];
    await open(regional).resize(4, [vm('client-x1')], signal);
    expect(ordered()).toEqual([`/compute/v1/${regional}/deleteInstances? ${instances}`]);
  });

  test.each([
    [403, "Required 'compute.instanceGroupManagers.get' permission", 'forbidden'],
    [404, "The resource 'clients' was not found", 'absent'],
    [400, "Invalid value for field 'size': '-1'", 'invalid'],
  ])('says in our words what a %i means', async (code, message, kind) => {
    const errors = [{ message, domain: 'global', reason: 'reason' }];
    const text = JSON.stringify({ error: { code, message, errors } });
    answer = () => ({ status: code, type: json, text });
    await expect(open().size(signal)).rejects.toMatchObject({
      kind,
      facts: { because: expect.stringContaining(message) },
    });
  });

  test('is not waited for after its time', async () => {
    answer = () => undefined;
    await expect(open().size(AbortSignal.timeout(300))).rejects.toMatchObject({ kind: 'late' });
  });
});

describe.runIf(autoScaling)('the official client of AWS Auto Scaling', () => {
  const open = (): Pool =>
    createAwsPool({ group: 'clients', load: () => import(autoScaling ?? '') });
  const wrap = (action: string, result: string): string =>
    `<${action}Response xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/">${result}` +
    '<ResponseMetadata><RequestId>7c6e177f-f082-11e1-ac58-3714bEXAMPLE</RequestId></ResponseMetadata>' +
    `</${action}Response>`;
  const group =
    (size: number) =>
    ({ body }: Call) => {
      const action = /^Action=(\w+)/.exec(body)?.[1] ?? '';
      const result =
        '<DescribeAutoScalingGroupsResult><AutoScalingGroups><member>' +
        '<AutoScalingGroupName>clients</AutoScalingGroupName><MinSize>0</MinSize><MaxSize>10</MaxSize>' +
        `<DesiredCapacity>${size}</DesiredCapacity><DefaultCooldown>300</DefaultCooldown>` +
        '</member></AutoScalingGroups></DescribeAutoScalingGroupsResult>';
      return { type: 'text/xml', text: wrap(action, action.startsWith('Describe') ? result : '') };
    };
  const kept = { ...process.env };
  beforeAll(() => {
    Object.assign(process.env, {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_MAX_ATTEMPTS: '1',
    });
  });
  afterAll(() => {
    for (const name of Object.keys(process.env))
      if (name.startsWith('AWS_') && kept[name] === undefined) delete process.env[name];
  });

  test('reads a size, and grows by one request', async () => {
    answer = group(3);
    expect(await open().size(signal)).toBe(3);
    expect(calls[0]?.body).toBe(
      'Action=DescribeAutoScalingGroups&Version=2011-01-01&AutoScalingGroupNames.member.1=clients',
    );
    calls = [];
    await open().resize(5, [], signal);
    expect(ordered()).toEqual([
      '/ Action=SetDesiredCapacity&Version=2011-01-01&AutoScalingGroupName=clients&DesiredCapacity=5&HonorCooldown=false',
    ]);
  });

  test('shrinks by terminating those that leave', async () => {
    answer = group(5);
    const leaving = { name: 'ip-1', attributes: { 'unique.platform.aws.instance-id': 'i-01' } };
    await open().resize(4, [leaving], signal);
    expect(calls.slice(1).map(({ body }) => Object.fromEntries(new URLSearchParams(body)))).toEqual(
      [
        {
          Action: 'TerminateInstanceInAutoScalingGroup',
          Version: '2011-01-01',
          InstanceId: 'i-01',
          ShouldDecrementDesiredCapacity: 'true',
        },
      ],
    );
  });

  test.each([
    ['ValidationError', 'New SetDesiredCapacity value 50 is above max value 10', 'invalid'],
    ['AccessDenied', 'User is not authorized to perform that', 'forbidden'],
    ['ScalingActivityInProgress', 'Activity is in progress', 'conflict'],
  ])('says in our words what %s means', async (code, message, kind) => {
    const text =
      '<ErrorResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/"><Error><Type>Sender</Type>' +
      `<Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
    answer = () => ({ status: 400, type: 'text/xml', text });
    await expect(open().size(signal)).rejects.toMatchObject({ kind, facts: { because: message } });
  });

  test('tells a group that is not there, and is not waited for after its time', async () => {
    answer = ({ body }) => ({
      type: 'text/xml',
      text: wrap(
        /^Action=(\w+)/.exec(body)?.[1] ?? '',
        '<DescribeAutoScalingGroupsResult><AutoScalingGroups/></DescribeAutoScalingGroupsResult>',
      ),
    });
    await expect(open().size(signal)).rejects.toMatchObject({ kind: 'absent' });
    answer = () => undefined;
    await expect(open().size(AbortSignal.timeout(300))).rejects.toMatchObject({ kind: 'late' });
  });
});
