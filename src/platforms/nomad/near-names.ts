const most = 5;

/** The names that hold every word of a name that is none of them, the shortest first. */
export function findNear(known: readonly string[], name: string): readonly string[] {
  if (known.includes(name)) return [];
  const words = toWords(name);
  return known
    .filter((one) => words.every((word) => toWords(one).includes(word)))
    .toSorted((a, b) => a.length - b.length)
    .slice(0, most);
}

function toWords(name: string): readonly string[] {
  return name.toLowerCase().split(/[^a-z0-9]+/);
}
