/** What Nomad and Consul say no with: a status and plain text, nothing else. */
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
