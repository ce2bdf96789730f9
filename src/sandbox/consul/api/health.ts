import type { Check } from '../catalog/record.ts';
import { toHealthEntry, toShownCheck, worstOf } from '../catalog/shown.ts';
import { type Call, hasFlag } from './call.ts';
import { toFilter } from './filter.ts';
import { lookUp, type ToView } from './lookup.ts';
import { Refusal } from './refusal.ts';
import type { Answer, Route } from './route.ts';

const parts = ['Node', 'Service', 'Checks'];
const fields = ['Node', 'CheckID', 'Name', 'Status', 'Output', 'ServiceID', 'ServiceName'];

/** Instances with their checks, and checks by service, node or state. */
export function healthRoutes(agent: () => string, toView: ToView): readonly Route[] {
  return [
    {
      path: /^\/v1\/health\/service\/(.*)$/,
      get: (call) => {
        const name = call.names[0] ?? '';
        if (name === '') throw new Refusal(400, 'Missing service name');
        const view = toView(call);
        const isWanted = toFilter(call.query.get('filter'), parts);
        const onlyPassing = hasFlag(call, 'passing');
        const found = lookUp(call, view, agent()).filter(
          ({ checks }) => !onlyPassing || worstOf(checks) === 'passing',
        );
        const body = found.map((one) => toHealthEntry(one, view.peer)).filter(isWanted);
        return { body, index: view.catalog.indexOf(name) };
      },
    },
    {
      path: /^\/v1\/health\/checks\/(.+)$/,
      get: (call) => listChecks(call, ({ ServiceName }) => ServiceName === call.names[0]),
    },
    {
      path: /^\/v1\/health\/node\/(.+)$/,
      get: (call) => listChecks(call, ({ Node }) => Node === call.names[0]),
    },
    {
      path: /^\/v1\/health\/state\/(.+)$/,
      get: (call) =>
        listChecks(call, ({ Status }) => ['any', Status].includes(call.names[0] ?? '')),
    },
  ];
}

function listChecks(call: Call, isMeant: (check: Check) => boolean): Answer {
  const { catalog, journal } = call.datacenter;
  const isWanted = toFilter(call.query.get('filter'), fields);
  const checks = catalog
    .nodes()
    .flatMap(({ checks: some }) => Array.from(some.values()))
    .filter(
      (check) =>
        isMeant(check) &&
        call.may('node', 'read', check.Node) &&
        (check.ServiceName === '' || call.may('service', 'read', check.ServiceName)),
    );
  return {
    body: checks.map(toShownCheck).filter(isWanted),
    index: journal.indexOf('checks', 'nodes', 'services'),
  };
}
