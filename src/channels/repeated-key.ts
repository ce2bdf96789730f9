const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/** The first key that an object of a valid JSON text holds twice: readers differ in which of both they take. */
export function findRepeatedKey(json: string): string | undefined {
  const objects: (Set<string> | undefined)[] = [];
  let last = '';
  for (const [found] of json.matchAll(token)) {
    if (found === '{') objects.push(new Set());
    else if (found === '[') objects.push(undefined);
    else if (found === '}' || found === ']') objects.pop();
    else if (found === ':') {
      const keys = objects.at(-1);
      if (keys?.has(last)) return last;
      keys?.add(last);
    } else if (found !== ',') last = String(JSON.parse(found));
  }
  return undefined;
}
