const token = /"((?:[^"\\]|\\.)*)"(\s*:)?|[{}]/g;

/** The first key that an object of a valid JSON text holds twice: readers differ in which of both they take. */
export function findRepeatedKey(json: string): string | undefined {
  const objects: Set<string>[] = [];
  for (const [found, key, colon] of json.matchAll(token)) {
    if (found === '{') objects.push(new Set());
    else if (found === '}') objects.pop();
    else if (colon !== undefined) {
      const name = String(JSON.parse(`"${key}"`));
      if (objects.at(-1)?.has(name)) return name;
      objects.at(-1)?.add(name);
    }
  }
  return undefined;
}
