import { describe, expect, test } from 'vitest';
import { createAwsPool } from '../../../src/platforms/pool/aws-pool.ts';
import { createGooglePool } from '../../../src/platforms/pool/google-pool.ts';

const signal = new AbortController().signal;
type Call = readonly [string, unknown];

/** A module of the shape of `@google-cloud/compute`; its answers are those of the REST API. */
function google(targetSize: number, calls: Call[], fail?: Error): object {
  const operation = { kind: 'compute#operation', status: 'RUNNING', progress: 0 };
  const createClass = (name: string): unknown =>
    class {
      async get(request: object): Promise<unknown> {
        if (fail) throw fail;
        calls.push([`${name}.get`, request]);
        return [{ kind: 'compute#instanceGroupManager', targetSize, status: { isStable: true } }];
      }
      async resize(request: object): Promise<unknown> {
        calls.push([`${name}.resize`, request]);
        return [operation, null, null];
      }
      async deleteInstances(request: object): Promise<unknown> {
        calls.push([`${name}.deleteInstances`, request]);
        return [operation, null, null];
      }
    };
  return {
    InstanceGroupManagersClient: createClass('zonal'),
    RegionInstanceGroupManagersClient: createClass('regional'),
  };
}

const vm = (name: string) => ({
  name,
  attributes: {
    'platform.gce.zone': 'europe-west1-b',
    'unique.platform.gce.hostname': `${name}.europe-west1-b.c.demo.internal`,
  },
});

describe('an instance group of Google', () => {
  const group = 'projects/demo/zones/europe-west1-b/instanceGroupManagers/clients';
  const where = { project: 'demo', zone: 'europe-west1-b', instanceGroupManager: 'clients' };

  test('grows by its size', async () => {
    const calls: Call[] = [];
    const pool = createGooglePool({ group, load: async () => google(3, calls) });
    expect(await pool.size(signal)).toBe(3);
    await pool.resize(5, [], signal);
    expect(calls.at(-1)).toEqual(['zonal.resize', { ...where, size: 5 }]);
  });

  test('shrinks by deleting what was drained', async () => {
    const calls: Call[] = [];
    const pool = createGooglePool({ group, load: async () => google(5, calls) });
    await pool.resize(3, [vm('client-x1'), vm('client-x2')], signal);
    expect(calls.slice(1)).toEqual([
      [
        'zonal.deleteInstances',
        {
          ...where,
          instanceGroupManagersDeleteInstancesRequestResource: {
            instances: [
              'zones/europe-west1-b/instances/client-x1',
              'zones/europe-west1-b/instances/client-x2',
            ],
          },
        },
      ],
    ]);
  });

  test('shrinks by its size as well where a machine never came up', async () => {
    const calls: Call[] = [];
    const pool = createGooglePool({ group, load: async () => google(5, calls) });
    await pool.resize(3, [vm('client-x1')], signal);
    expect(calls.slice(1).map(([name]) => name)).toEqual(['zonal.deleteInstances', 'zonal.resize']);
  });

  test('may be one of a region', async () => {
    const calls: Call[] = [];
    const regional = 'projects/demo/regions/europe-west1/instanceGroupManagers/clients';
    const pool = createGooglePool({ group: regional, load: async () => google(5, calls) });
    await pool.resize(4, [vm('client-x1')], signal);
    expect(calls.at(-1)).toEqual([
      'regional.deleteInstances',
      {
        project: 'demo',
        region: 'europe-west1',
        instanceGroupManager: 'clients',
        regionInstanceGroupManagersDeleteInstancesRequestResource: {
          instances: ['zones/europe-west1-b/instances/client-x1'],
        },
      },
    ]);
  });

  test('fails in our words', async () => {
    const refused = Object.assign(
      new Error("Required 'compute.instanceGroupManagers.get' permission"),
      { code: 403 },
    );
    const pool = createGooglePool({ group, load: async () => google(3, [], refused) });
    await expect(pool.size(signal)).rejects.toMatchObject({
      kind: 'forbidden',
      facts: { because: "Required 'compute.instanceGroupManagers.get' permission" },
    });
    expect(() => createGooglePool({ group: 'clients' })).toThrow('instanceGroupManagers');
  });
});

/** A module of the shape of `@aws-sdk/client-auto-scaling`. */
function aws(DesiredCapacity: number | undefined, calls: Call[], fail?: Error): object {
  const createCommand = (name: string): unknown =>
    class {
      readonly name = name;
      readonly input: object;
      constructor(input: object) {
        this.input = input;
      }
    };
  const AutoScalingGroups =
    DesiredCapacity === undefined
      ? []
      : [
          {
            AutoScalingGroupName: 'clients',
            MinSize: 0,
            MaxSize: 10,
            DesiredCapacity,
            Instances: [],
          },
        ];
  const names = [
    'DescribeAutoScalingGroupsCommand',
    'SetDesiredCapacityCommand',
    'TerminateInstanceInAutoScalingGroupCommand',
  ];
  return {
    ...Object.fromEntries(names.map((name) => [name, createCommand(name)])),
    AutoScalingClient: class {
      async send(command: { name: string; input: object }): Promise<unknown> {
        if (fail) throw fail;
        calls.push([command.name, command.input]);
        const $metadata = { httpStatusCode: 200, attempts: 1 };
        return command.name.startsWith('Describe')
          ? { $metadata, AutoScalingGroups }
          : { $metadata };
      }
    },
  };
}

const instance = (id: string) => ({
  name: `ip-${id}`,
  attributes: { 'unique.platform.aws.instance-id': id },
});

describe('an auto-scaling group of AWS', () => {
  const group = 'clients';

  test('grows by its desired capacity', async () => {
    const calls: Call[] = [];
    const pool = createAwsPool({ group, load: async () => aws(3, calls) });
    expect(await pool.size(signal)).toBe(3);
    await pool.resize(5, [], signal);
    expect(calls.at(-1)).toEqual([
      'SetDesiredCapacityCommand',
      { AutoScalingGroupName: 'clients', DesiredCapacity: 5, HonorCooldown: false },
    ]);
  });

  test('shrinks by terminating what was drained, each lowering the capacity', async () => {
    const calls: Call[] = [];
    const pool = createAwsPool({ group, load: async () => aws(5, calls) });
    await pool.resize(3, [instance('i-1'), instance('i-2')], signal);
    expect(calls.slice(1)).toEqual([
      [
        'TerminateInstanceInAutoScalingGroupCommand',
        { InstanceId: 'i-1', ShouldDecrementDesiredCapacity: true },
      ],
      [
        'TerminateInstanceInAutoScalingGroupCommand',
        { InstanceId: 'i-2', ShouldDecrementDesiredCapacity: true },
      ],
    ]);
  });

  test('fails in our words', async () => {
    const error = (name: string, message: string): Error =>
      Object.assign(new Error(message), { name, $fault: 'client' });
    const tooMany = error(
      'ValidationError',
      'New SetDesiredCapacity value 50 is above max value 10',
    );
    const pool = createAwsPool({ group, load: async () => aws(3, [], tooMany) });
    await expect(pool.resize(50, [], signal)).rejects.toMatchObject({
      kind: 'invalid',
      facts: { because: 'New SetDesiredCapacity value 50 is above max value 10' },
    });
    const busy = createAwsPool({
      group,
      load: async () => aws(3, [], error('ScalingActivityInProgressFault', 'busy')),
    });
    await expect(busy.size(signal)).rejects.toMatchObject({ kind: 'conflict' });
    const absent = createAwsPool({ group, load: async () => aws(undefined, []) });
    await expect(absent.size(signal)).rejects.toMatchObject({ kind: 'absent' });
  });

  test('says what to install where the client is not', async () => {
    const load = (): Promise<unknown> => Promise.reject(new Error('ERR_MODULE_NOT_FOUND'));
    await expect(createAwsPool({ group, load }).size(signal)).rejects.toMatchObject({
      kind: 'unreachable',
      facts: {
        because: 'its client is not installed; npm install @aws-sdk/client-auto-scaling',
      },
    });
  });
});
