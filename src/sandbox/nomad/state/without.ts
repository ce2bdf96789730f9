/** A copy that lacks these fields. */
export function without(item: object, ...names: readonly string[]): object {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)));
}
