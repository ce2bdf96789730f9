import { z } from 'zod';
import { Failure } from '../../failure.ts';
import { importClient, toPoolFailure } from './import-client.ts';
import type { Pool } from './pool.ts';

type Input = Readonly<Record<string, unknown>>;
type Client = {
  readonly send: (
    command: object,
    options: { readonly abortSignal: AbortSignal },
  ) => Promise<unknown>;
};

const isConstructor = (value: unknown): boolean => typeof value === 'function';
const command = z.custom<new (input: Input) => object>(isConstructor);
const sdk = z.object({
  AutoScalingClient: z.custom<new (options: object) => Client>(isConstructor),
  DescribeAutoScalingGroupsCommand: command,
  SetDesiredCapacityCommand: command,
  TerminateInstanceInAutoScalingGroupCommand: command,
});
const described = z.looseObject({
  AutoScalingGroups: z.array(z.looseObject({ DesiredCapacity: z.number() })),
});

export type AwsPoolOptions = {
  /** The name of the auto-scaling group; region and credentials are the SDK's usual ones. */
  readonly group: string;
  readonly nodePool?: string | undefined;
  /** Loads `@aws-sdk/client-auto-scaling`. */
  readonly load?: (name: string) => Promise<unknown>;
};

/**
 * An auto-scaling group of AWS. Machines that leave are terminated by name, the desired capacity shrinking with
 * each, since a smaller capacity alone would let AWS choose.
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/
 */
export function createAwsPool({ group, nodePool, load }: AwsPoolOptions): Pool {
  let opened: Promise<z.output<typeof sdk> & { readonly client: Client }> | undefined;

  async function open() {
    const known = await importClient('@aws-sdk/client-auto-scaling', sdk, load);
    return { ...known, client: new known.AutoScalingClient({}) };
  }

  const ready = (): NonNullable<typeof opened> => (opened ??= open());

  async function call(
    name: Exclude<keyof z.output<typeof sdk>, 'AutoScalingClient'>,
    input: Input,
    abortSignal: AbortSignal,
  ): Promise<unknown> {
    try {
      const { client, [name]: Command } = await ready();
      return await client.send(new Command(input), { abortSignal });
    } catch (error) {
      throw toPoolFailure(error);
    }
  }

  async function size(signal: AbortSignal): Promise<number> {
    const input = { AutoScalingGroupNames: [group] };
    const answer = await call('DescribeAutoScalingGroupsCommand', input, signal);
    const [found] = described.parse(answer).AutoScalingGroups;
    if (found) return found.DesiredCapacity;
    throw new Failure('absent', { platform: 'the machine pool', what: group });
  }

  return {
    name: 'aws',
    nodePool,
    warmUp: () => void ready().catch(() => undefined), // whoever asks meets the failure
    size,
    async resize(count, leaving, signal) {
      const surplus = Math.max(0, (await size(signal)) - count);
      const ids = leaving.flatMap(
        ({ attributes }) => attributes['unique.platform.aws.instance-id'] ?? [],
      );
      for (const InstanceId of ids.slice(0, surplus)) {
        const input = { InstanceId, ShouldDecrementDesiredCapacity: true };
        await call('TerminateInstanceInAutoScalingGroupCommand', input, signal);
      }
      if (surplus > 0 && ids.length >= surplus) return;
      const input = { AutoScalingGroupName: group, DesiredCapacity: count, HonorCooldown: false };
      await call('SetDesiredCapacityCommand', input, signal);
    },
  };
}
