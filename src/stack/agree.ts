/** The words that go with a number: "server is" with 1, "servers are" with any other. */
export function agree(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}
