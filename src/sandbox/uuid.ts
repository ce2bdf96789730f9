/** A source of IDs in the form that Nomad's have. */
export function createUuid(random: () => number): () => string {
  const digits = (length: number): string =>
    Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
  return () => [8, 4, 4, 4, 12].map(digits).join('-');
}
