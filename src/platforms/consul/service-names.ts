import type { Consul } from './consul.ts';

/** Every service that can be found from here, for the ear; places that do not answer are left out. */
export async function serviceNames(consul: Consul): Promise<readonly string[]> {
  const [datacenters, peerings] = await Promise.all([consul.datacenters(), consul.peerings()]);
  const known = datacenters.map((name) =>
    consul.services(name).then(
      ({ value }) => value.map((service) => service.name),
      () => [],
    ),
  );
  const imported = peerings.flatMap(({ services }) => services);
  return [...new Set([...(await Promise.all(known)).flat(), ...imported])].toSorted();
}
