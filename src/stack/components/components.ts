import type { Places } from '../../places.ts';
import type { Component } from '../component.ts';
import type { Part } from '../identity/keyring-entry.ts';
import { adoptedConsul, consul } from './consul.ts';
import type { DatabaseKind } from '../../platforms/vault/database.ts';
import { createDatabaseComponent } from './database.ts';
import { adoptedNomad, nomad } from './nomad.ts';
import { adoptedVault, createVaultComponent, type VaultFlavour } from './vault.ts';

export type Components = ReadonlyMap<Part, Component>;

/** Which product plays a part, where several can. */
export type Products = {
  readonly vault?: VaultFlavour;
  readonly database?: DatabaseKind;
};

/** Every component; those that were given by address are measured, and never deployed over. */
export function findComponents(
  kinds: { readonly [name in 'consul' | 'vault' | 'nomad']: Places[name]['kind'] },
  { vault = 'openbao', database = 'postgres' }: Products = {},
): Components {
  const all = [
    kinds.consul === 'adopted' ? adoptedConsul : consul,
    kinds.vault === 'adopted' ? adoptedVault : createVaultComponent(vault),
    createDatabaseComponent(database),
    kinds.nomad === 'adopted' ? adoptedNomad : nomad,
  ];
  return new Map(all.map((component) => [component.name, component]));
}

/** One component and what comes along with it, or all of them; nothing for a name that is not known. */
export function withNeeds(components: Components, name: string): readonly Component[] {
  if (name === 'everything') return [...components.values()];
  const wanted = new Set<string>([name]);
  for (const one of wanted) for (const need of find(components, one)?.needs ?? []) wanted.add(need);
  return [...components.values()].filter((component) => wanted.has(component.name));
}

function find(components: Components, name: string): Component | undefined {
  return [...components.values()].find((component) => component.name === name);
}
