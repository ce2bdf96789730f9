import type { Draft, Fields, Stored } from '../store/object.ts';
import { compare } from './compare.ts';
import { fieldMapOf } from './field-map.ts';
import { type Owner, type Writer, fromOwners, isSameWriter, toOwners } from './owner.ts';

/** Notes in `managedFields` that this writer now owns what it changed, and nobody what it removed. */
export function trackUpdate(
  before: Stored | undefined,
  after: Draft,
  writer: Writer,
  now: string,
): Fields[] {
  const { subresource } = writer;
  const { changed, removed } = compare(
    before ? fieldMapOf(before, subresource) : new Map(),
    fieldMapOf(after, subresource),
  );
  const owners = toOwners(before?.metadata.managedFields);
  if (changed.size === 0 && removed.size === 0) return fromOwners(owners);

  const former = owners.find((owner) => isSameWriter(owner, writer));
  const others = owners.filter((owner) => owner !== former);
  const kept = [...(former?.paths ?? [])].filter((path) => !removed.has(path));
  const own: Owner = { ...writer, time: now, paths: new Set([...kept, ...changed]) };
  return fromOwners([
    ...others.map((owner) => disowned(owner, (path) => changed.has(path) || removed.has(path))),
    own,
  ]);
}

export function disowned(owner: Owner, isLost: (path: string) => boolean): Owner {
  return { ...owner, paths: new Set([...owner.paths].filter((path) => !isLost(path))) };
}
