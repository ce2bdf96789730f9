/** Adds to the list that stands under a key. */
export function fileUnder<K, V>(filed: Map<K, V[]>, key: K, value: V): void {
  const list = filed.get(key);
  if (list) list.push(value);
  else filed.set(key, [value]);
}
