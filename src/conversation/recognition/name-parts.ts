const shortest = 3;

/** The one of some names that a word is a part of: "the etl job" for batch-etl. Nothing where several have it. */
export function createParts(names: () => Iterable<string>): (word: string) => string | undefined {
  let owners: ReadonlyMap<string, string | undefined> | undefined;
  return (word) => {
    if (word.length < shortest) return undefined;
    owners ??= fileParts(names());
    return owners.get(word);
  };
}

function fileParts(names: Iterable<string>): ReadonlyMap<string, string | undefined> {
  const owners = new Map<string, string | undefined>();
  for (const name of names) {
    const parts = name.toLowerCase().split(/[^a-z0-9]+/);
    for (const part of new Set(parts))
      if (part.length >= shortest) owners.set(part, owners.has(part) ? undefined : name);
  }
  return owners;
}
