import { StatusError } from '../status-error.ts';
import { type Draft, type Fields, type Stored, draftSchema } from '../store/object.ts';
import { compare } from './compare.ts';
import { fieldMapOf } from './field-map.ts';
import { toDotted } from './fields-v1.ts';
import { mergeApplied } from './merge-applied.ts';
import {
  type Owner,
  type Writer,
  describeOwner,
  fromOwners,
  isSameWriter,
  toOwners,
} from './owner.ts';
import { prune } from './prune.ts';
import { disowned } from './track.ts';

type Applied = { readonly object: Draft; readonly managedFields: Fields[] };

/**
 * Server-side apply: lays what a manager wants over the live object, takes away what it wanted before and
 * wants no more, and says whose field is whose. Another's field with another value is a 409 unless forced.
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export function apply(
  live: Stored | undefined,
  wanted: Draft,
  writer: Writer,
  { force, now }: { readonly force: boolean; readonly now: string },
): Applied {
  const { subresource } = writer;
  const owners = toOwners(live?.metadata.managedFields);
  const former = owners.find((owner) => isSameWriter(owner, writer));
  const others = owners.filter((owner) => owner !== former);
  const own = ownedPaths(wanted, subresource);
  const object = live ? lay(live, wanted, { former, others, own }) : wanted;

  const before = live ? fieldMapOf(live, subresource) : new Map();
  const { changed, removed } = compare(before, fieldMapOf(object, subresource));
  if (!force) assertNoConflict(others, changed);
  const isLost = (path: string): boolean => changed.has(path) || removed.has(path);
  const isNoop = live !== undefined && changed.size === 0 && removed.size === 0;
  const owner: Owner = { ...writer, time: isNoop ? former?.time : now, paths: own };
  return {
    object,
    managedFields: fromOwners([...others.map((other) => disowned(other, isLost)), owner]),
  };
}

function ownedPaths(wanted: Draft, subresource: string): ReadonlySet<string> {
  const fields = [...fieldMapOf(wanted, subresource)].filter(([, { owned }]) => owned);
  return new Set(fields.map(([path]) => path));
}

type Claims = {
  readonly former: Owner | undefined;
  readonly others: readonly Owner[];
  readonly own: ReadonlySet<string>;
};

/** What is wanted over what is there, without what this manager wanted before and now leaves out. */
function lay(live: Stored, wanted: Draft, { former, others, own }: Claims): Draft {
  const merged = mergeApplied(live, wanted);
  const given = new Set([...(former?.paths ?? [])].filter((path) => !own.has(path)));
  const stillOwned = new Set([...own, ...others.flatMap(({ paths }) => [...paths])]);
  return draftSchema.parse(given.size > 0 ? prune(merged, given, stillOwned) : merged);
}

function assertNoConflict(others: readonly Owner[], changed: ReadonlySet<string>): void {
  const conflicts = others.flatMap((owner) =>
    [...owner.paths]
      .filter((path) => changed.has(path))
      .map((path) => ({ owner: describeOwner(owner), field: toDotted(path) })),
  );
  if (conflicts.length === 0) return;
  const causes = conflicts.map(({ owner, field }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${owner}`,
    field,
  }));
  throw new StatusError(409, 'Conflict', conflictMessage(conflicts), { causes });
}

type Conflict = { readonly owner: string; readonly field: string };

function conflictMessage(conflicts: readonly Conflict[]): string {
  const [first] = conflicts;
  if (first && conflicts.length === 1)
    return `Apply failed with 1 conflict: conflict with ${first.owner}: ${first.field}`;
  const lines = [...new Set(conflicts.map(({ owner }) => owner))].toSorted().map((owner) => {
    const own = conflicts.filter((one) => one.owner === owner).map(({ field }) => `- ${field}`);
    return `conflicts with ${owner}:\n${own.join('\n')}`;
  });
  return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}
