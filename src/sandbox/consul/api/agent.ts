import { z } from 'zod';
import type { Datacenter } from '../datacenter.ts';
import { toShownCheck, toShownService } from '../catalog/shown.ts';
import { bodyOf, type Call } from './call.ts';
import { denied, Refusal } from './refusal.ts';
import type { Answer, Handle, Route } from './route.ts';

const text = z.string().default('');
const checkGiven = z.looseObject({
  CheckID: text,
  Name: text,
  Status: z.enum(['', 'passing', 'warning', 'critical']).default(''),
  Notes: text,
  TTL: text,
});
const serviceGiven = z.looseObject({
  ID: text,
  Name: text,
  Tags: z.array(z.string()).nullish(),
  Address: text,
  Port: z.number().int().default(0),
  Meta: z.record(z.string(), z.string()).nullish(),
  Check: checkGiven.nullish(),
  Checks: z.array(checkGiven).nullish(),
});

const verdicts = [
  ['pass', 'passing'],
  ['warn', 'warning'],
  ['fail', 'critical'],
] as const;

/** What an agent is told to announce: it becomes part of the node that was asked. */
export function agentRoutes(home: Datacenter, agent: () => string): readonly Route[] {
  const hosted = () => home.catalog.node(agent());
  const address = (): string => hosted()?.node.Address ?? '127.0.0.1';

  const register: Handle = (call) => {
    const { Name, ID, Check, Checks, ...rest } = bodyOf(call, serviceGiven);
    if (Name === '') throw new Refusal(400, 'Missing service name');
    if (!call.may('service', 'write', Name)) throw denied();
    const id = ID || Name;
    const given = [Check, ...(Checks ?? [])].flatMap((check) => (check ? [check] : []));
    home.catalog.register({
      Node: agent(),
      Address: address(),
      SkipNodeUpdate: true,
      Service: { ...rest, ID: id, Service: Name },
      Checks: given.map((check, at) => ({
        CheckID: check.CheckID || `service:${id}${given.length > 1 ? `:${at + 1}` : ''}`,
        Name: check.Name || `Service '${Name}' check`,
        Status: check.Status || 'critical',
        Notes: check.Notes,
        ServiceID: id,
        Type: check.TTL === '' ? '' : 'ttl',
      })),
    });
    return { text: '' };
  };

  const deregister: Handle = (call) => {
    const [id = ''] = call.names;
    const service = hosted()?.services.get(id);
    if (!service)
      throw new Refusal(
        404,
        `Unknown service ID "${id}". Ensure that the service ID is passed, not the service name.`,
      );
    if (!call.may('service', 'write', service.Service)) throw denied();
    home.catalog.deregister({ Node: agent(), ServiceID: id });
    return { text: '' };
  };

  const judge = (call: Call, Status: 'passing' | 'warning' | 'critical'): Answer => {
    const [id = ''] = call.names;
    const check = hosted()?.checks.get(id);
    if (!check)
      throw new Refusal(
        404,
        `Unknown check ID "${id}". Ensure that the check ID is passed, not the check name.`,
      );
    if (!call.may('service', 'write', check.ServiceName)) throw denied();
    const Output = call.query.get('note') ?? '';
    home.catalog.register({
      Node: agent(),
      SkipNodeUpdate: true,
      Check: { ...check, Status, Output },
    });
    return { text: '' };
  };

  return [
    { path: /^\/v1\/agent\/service\/register$/, put: register, local: true },
    { path: /^\/v1\/agent\/service\/deregister\/(.+)$/, put: deregister, local: true },
    ...verdicts.map(([verb, status]) => ({
      path: new RegExp(`^/v1/agent/check/${verb}/(.+)$`),
      put: (call: Call) => judge(call, status),
      local: true,
    })),
    {
      path: /^\/v1\/agent\/services$/,
      get: ({ may }) => ({
        body: Object.fromEntries(
          Array.from(hosted()?.services.values() ?? [])
            .filter(({ ID, Service }) => ID !== 'consul' && may('service', 'read', Service))
            .map((service) => [service.ID, toShownService(service)]),
        ),
      }),
      local: true,
    },
    {
      path: /^\/v1\/agent\/checks$/,
      get: ({ may }) => ({
        body: Object.fromEntries(
          Array.from(hosted()?.checks.values() ?? [])
            .filter(({ ServiceName }) => ServiceName !== '' && may('service', 'read', ServiceName))
            .map((check) => [check.CheckID, toShownCheck(check)]),
        ),
      }),
      local: true,
    },
  ];
}
