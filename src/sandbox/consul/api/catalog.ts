import { z } from 'zod';
import { type RegistrationGiven, registrationGiven } from '../catalog/given.ts';
import { toCatalogEntry, toShownNode, toShownService } from '../catalog/shown.ts';
import { bodyOf, type Call } from './call.ts';
import { toFilter } from './filter.ts';
import { lookUp, type ToView } from './lookup.ts';
import { denied, Refusal } from './refusal.ts';
import type { Answer, Route } from './route.ts';

const leavingGiven = z.looseObject({
  Node: z.string().default(''),
  ServiceID: z.string().optional(),
  CheckID: z.string().optional(),
});

export function catalogRoutes(
  datacenters: () => readonly string[],
  agent: () => string,
  toView: ToView,
): readonly Route[] {
  return [
    { path: /^\/v1\/catalog\/datacenters$/, get: () => ({ body: datacenters() }), local: true },
    { path: /^\/v1\/catalog\/services$/, get: listServices },
    { path: /^\/v1\/catalog\/nodes$/, get: listNodes },
    { path: /^\/v1\/catalog\/node\/(.+)$/, get: showNode },
    {
      path: /^\/v1\/catalog\/service\/(.*)$/,
      get: (call) => {
        const name = call.names[0] ?? '';
        if (name === '') throw new Refusal(400, 'Missing service name');
        const view = toView(call);
        const isWanted = toFilter(call.query.get('filter'), fields);
        const entries = lookUp(call, view, agent()).map((one) => toCatalogEntry(one, view.peer));
        return { body: entries.filter(isWanted), index: view.catalog.indexOf(name) };
      },
    },
    { path: /^\/v1\/catalog\/register$/, put: register },
    { path: /^\/v1\/catalog\/deregister$/, put: deregister },
  ];
}

const fields =
  'ID Node Address Datacenter NodeMeta PeerName ServiceID ServiceName ServiceTags ServiceAddress ServiceMeta ServicePort'.split(
    ' ',
  );

function listServices({ datacenter: { catalog, journal }, may }: Call): Answer {
  const names = new Map<string, Set<string>>();
  for (const { services } of catalog.nodes())
    for (const { Service: name, Tags } of services.values()) {
      if (!may('service', 'read', name)) continue;
      const tags = names.get(name) ?? new Set();
      for (const tag of Tags) tags.add(tag);
      names.set(name, tags);
    }
  const sorted = Array.from(names).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const body = Object.fromEntries(sorted.map(([name, tags]) => [name, [...tags]]));
  return { body, index: journal.indexOf('services') };
}

function listNodes({ datacenter: { catalog, journal }, may, query }: Call): Answer {
  const isWanted = toFilter(query.get('filter'), ['ID', 'Node', 'Address', 'Datacenter', 'Meta']);
  const nodes = catalog.nodes().filter(({ node }) => may('node', 'read', node.Node));
  const body = nodes.map(({ node }) => toShownNode(node)).filter(isWanted);
  return { body, index: journal.indexOf('nodes') };
}

function showNode({ datacenter: { catalog, journal }, may, names: [name = ''] }: Call): Answer {
  const index = journal.indexOf('nodes', 'services');
  const found = catalog.node(name);
  if (!found || !may('node', 'read', name)) return { body: null, index };
  const services = Array.from(found.services.values()).filter(({ Service }) =>
    may('service', 'read', Service),
  );
  const shown = services.map((service) => [service.ID, toShownService(service)]);
  return {
    body: { Node: toShownNode(found.node), Services: Object.fromEntries(shown) },
    index,
  };
}

function register(call: Call): Answer {
  const given = bodyOf(call, registrationGiven);
  checkRegistration(given, call.datacenter.name);
  if (!call.may('node', 'write', given.Node)) throw denied();
  if (given.Service && !call.may('service', 'write', given.Service.Service)) throw denied();
  call.datacenter.catalog.register(given);
  return { body: true };
}

function checkRegistration(given: RegistrationGiven, datacenter: string): void {
  if (given.Node === '') throw new Refusal(500, 'Must provide node');
  if (given.Address === '' && !given.SkipNodeUpdate)
    throw new Refusal(500, 'Must provide address if SkipNodeUpdate is not set');
  if (given.Datacenter !== '' && given.Datacenter !== datacenter)
    throw new Refusal(500, 'No path to datacenter');
  if (given.Service?.Service === '') throw new Refusal(500, 'Must provide service name with ID');
}

function deregister(call: Call): Answer {
  const leaving = bodyOf(call, leavingGiven);
  if (leaving.Node === '') throw new Refusal(500, 'Must provide node');
  if (!call.may('node', 'write', leaving.Node)) throw denied();
  call.datacenter.catalog.deregister(leaving);
  return { body: true };
}
