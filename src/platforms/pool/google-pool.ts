import { z } from 'zod';
import { before } from '../../before.ts';
import { Failure } from '../../failure.ts';
import { importClient, toPoolFailure } from './import-client.ts';
import type { Leaving, Pool } from './pool.ts';

type Where = Readonly<Record<string, unknown>>;

/** What is used of the official clients of instance groups, the zonal and the regional one. */
type Groups = {
  readonly get: (request: Where) => Promise<unknown>;
  readonly resize: (request: Where) => Promise<unknown>;
  readonly deleteInstances: (request: Where) => Promise<unknown>;
};

const isConstructor = (value: unknown): boolean => typeof value === 'function';
const client = z.custom<new () => Groups>(isConstructor);
const clients = z.object({
  InstanceGroupManagersClient: client,
  RegionInstanceGroupManagersClient: client,
});
const answer = z.tuple([z.looseObject({ targetSize: z.number() })]).rest(z.unknown());

export type GooglePoolOptions = {
  /** `projects/<project>/zones/<zone>/instanceGroupManagers/<name>`, or with `regions/<region>`. */
  readonly group: string;
  readonly nodePool?: string | undefined;
  /** Loads `@google-cloud/compute`. */
  readonly load?: (name: string) => Promise<unknown>;
};

/**
 * A managed instance group of Google Compute Engine. Machines that leave are deleted by name, since a smaller
 * size alone would let Google choose.
 * @see https://cloud.google.com/compute/docs/reference/rest/v1/instanceGroupManagers
 */
export function createGooglePool({ group, nodePool, load }: GooglePoolOptions): Pool {
  const { isRegional, ...where } = parseGroup(group);
  let opened: Promise<Groups> | undefined;

  async function open(): Promise<Groups> {
    const known = await importClient('@google-cloud/compute', clients, load);
    const { InstanceGroupManagersClient, RegionInstanceGroupManagersClient } = known;
    return isRegional ? new RegionInstanceGroupManagersClient() : new InstanceGroupManagersClient();
  }

  const ready = (): Promise<Groups> => (opened ??= open());

  /** Google's client takes no signal: it is only not waited for any longer. */
  async function call<T>(signal: AbortSignal, work: (groups: Groups) => Promise<T>): Promise<T> {
    try {
      return await before(signal, ready().then(work));
    } catch (error) {
      throw toPoolFailure(error);
    }
  }

  async function size(signal: AbortSignal): Promise<number> {
    const [{ targetSize }] = answer.parse(await call(signal, (groups) => groups.get(where)));
    return targetSize;
  }

  return {
    name: 'google',
    nodePool,
    warmUp: () => void ready().catch(() => undefined), // whoever asks meets the failure
    size,
    async resize(count, leaving, signal) {
      const surplus = Math.max(0, (await size(signal)) - count);
      const instances = leaving.flatMap(toInstance).slice(0, surplus);
      if (instances.length > 0)
        await call(signal, (groups) =>
          groups.deleteInstances(deletion(where, isRegional, instances)),
        );
      if (instances.length < surplus || surplus === 0)
        await call(signal, (groups) => groups.resize({ ...where, size: count }));
    },
  };
}

function deletion(where: Where, isRegional: boolean, instances: readonly string[]): Where {
  const resource = isRegional
    ? 'regionInstanceGroupManagersDeleteInstancesRequestResource'
    : 'instanceGroupManagersDeleteInstancesRequestResource';
  return { ...where, [resource]: { instances } };
}

/** As Nomad's fingerprint of the machine tells it; the host name is the instance's name and its domain. */
function toInstance({ attributes }: Leaving): readonly string[] {
  const zone = attributes['platform.gce.zone'];
  const [name = ''] = attributes['unique.platform.gce.hostname']?.split('.') ?? [];
  return zone === undefined || name === '' ? [] : [`zones/${zone}/instances/${name}`];
}

function parseGroup(group: string) {
  const shape = /^projects\/([^/]+)\/(zone|region)s\/([^/]+)\/instanceGroupManagers\/([^/]+)$/;
  const [, project, kind = '', place, instanceGroupManager] = shape.exec(group) ?? [];
  if (project !== undefined)
    return { project, [kind]: place, instanceGroupManager, isRegional: kind === 'region' };
  const because = 'it is written projects/…/zones/…/instanceGroupManagers/…';
  throw new Failure('invalid', { platform: 'the machine pool', what: group, because });
}
