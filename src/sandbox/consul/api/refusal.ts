/** What Consul says no with: a status and plain text, nothing else. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  /** For a read: the index from which waiting may bring what is missing. */
  readonly index: number | undefined;

  constructor(status: number, text: string, index?: number) {
    super(text);
    this.status = status;
    this.index = index;
  }
}

/** The token is known, and may not. */
export function denied(): Refusal {
  return new Refusal(403, 'Permission denied');
}
