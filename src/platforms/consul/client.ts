import type { z } from 'zod';
import { Failure } from '../../failure.ts';
import { createHttp, type Call, type HttpOptions, type Origin } from '../http.ts';
import type { ShortLived } from '../short-lived.ts';
import { createAcl } from './acl.ts';
import * as answers from './answers.ts';
import { fromJson } from '../../from-json.ts';
import { createOperatorRaft } from '../operator-raft.ts';
import { type Ask, createAsk, type Scope } from './ask.ts';
import type { Consul, Place, ServerHealth } from './consul.ts';
import { findService } from './find.ts';
import { toInstances } from './instances.ts';
import { toRefusal } from './refusal.ts';

export type ConsulOptions = Scope & {
  /** Where Consul is; asked on every call, since its address may come later or change. */
  readonly origin: () => Promise<Origin>;
  /** Whose tokens are used instead of a given one, told a client that has none. Closed with this one. */
  readonly login?: (open: Consul) => ShortLived;
  readonly timeoutMs?: number;
  readonly outbox?: HttpOptions['outbox'];
};

export type ConsulClient = Consul & { readonly close: () => Promise<void> };

/** A server without a leader holds a call for seven to nine seconds before it says so: the default lets it say so. */
export function createConsul({
  origin,
  login,
  timeoutMs = 10_000,
  outbox,
  ...scope
}: ConsulOptions): ConsulClient {
  const http = createHttp({ platform: 'consul', origin, timeoutMs, outbox, refusal: toRefusal });
  const token = login?.(speak(createAsk(http, { ...scope, token: undefined })));
  return {
    ...speak(createAsk(http, token ? { ...scope, token } : scope)),
    async close() {
      await token?.close();
      await http.close();
    },
  };
}

function speak(ask: Ask): Consul {
  const datacenters: Consul['datacenters'] = () =>
    ask.for(answers.names, get('catalog', 'datacenters'));
  const peerings: Consul['peerings'] = async () => {
    const found = await ask.for(answers.peerings, get('peerings')).catch(noneIfHidden);
    return found.map(({ Name, State, StreamStatus }) => ({
      name: Name,
      state: State,
      services: StreamStatus?.ImportedServices ?? [],
    }));
  };

  const places: Consul['places'] = async () => {
    const [names, peers] = await Promise.all([datacenters(), peerings()]);
    return [
      ...names.map((name) => ({ kind: 'datacenter' as const, name })),
      ...peers.map(({ name }) => ({ kind: 'peer' as const, name })),
    ];
  };

  const instances: Consul['instances'] = async (service, place, blocking) => {
    const query = { near: '_agent', ...toQuery(place) };
    const call = { ...get('health', 'service', service), query };
    const { value, index } = await ask.newer(answers.entries, call, blocking);
    return { value: toInstances(value), index };
  };

  return {
    // nobody needs a token to ask for it
    leader: async () =>
      (await ask.as(undefined).for(answers.leader, get('status', 'leader'))) || undefined,
    members: async () => {
      const members = await ask.for(answers.members, get('agent', 'members'));
      return members.map(({ Name, Addr, Status, Tags }) => ({
        name: Name,
        address: Addr,
        status: Status,
        isServer: Tags['role'] === 'consul',
      }));
    },
    health: () =>
      ask.for(answers.serverHealth, get('operator', 'autopilot', 'health')).catch(evenIfUnwell),
    datacenters,
    peerings,
    places,
    services: async (datacenter, blocking) => {
      const call = { ...get('catalog', 'services'), query: dc(datacenter) };
      const { value, index } = await ask.newer(answers.services, call, blocking);
      const named = Object.entries(value).map(([name, tags]) => ({ name, tags }));
      return { value: named.toSorted((a, b) => a.name.localeCompare(b.name)), index };
    },
    instances,
    find: (service, place) => findService({ instances, places }, service, place),
    register: async (registration) => {
      await ask.send(put(['catalog', 'register'], registration));
    },
    deregister: async (Node, ServiceID) => {
      const body = { Node, ...(ServiceID !== undefined && { ServiceID }) };
      await ask.send(put(['catalog', 'deregister'], body));
    },
    acl: createAcl(ask),
    raft: createOperatorRaft(ask, 'transfer-leader'),
    as: (token) => speak(ask.as(token)),
    during: (signal) => speak(ask.during(signal)),
  };
}

const get = (...path: readonly string[]): Call => ({ path });
const put = (path: readonly string[], body: unknown): Call => ({ method: 'PUT', path, body });

type Query = Readonly<Record<string, string>>;

/** Without one, that of the client's options holds. */
const dc = (name: string | undefined): Query => (name === undefined ? {} : { dc: name });

function toQuery(place: Place | undefined): Query {
  return place?.kind === 'peer' ? { peer: place.name } : dc(place?.name);
}

/** Before 1.13 there is no such thing; a token may also not be allowed to see it. */
function noneIfHidden(error: unknown): z.output<typeof answers.peerings> {
  if (error instanceof Failure && ['absent', 'forbidden'].includes(error.kind)) return [];
  throw error;
}

/** Servers that are not well are told of with 429, in the same form. */
function evenIfUnwell(error: unknown): ServerHealth {
  if (error instanceof Failure && error.facts['status'] === 429) {
    const told = answers.serverHealth.safeParse(fromJson(String(error.facts['because'])));
    if (told.success) return told.data;
  }
  throw error;
}
