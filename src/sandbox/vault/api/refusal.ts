/** What Vault says no with: a status and `{"errors": […]}`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly errors: readonly string[];

  constructor(status: number, ...errors: readonly string[]) {
    super(errors.join('; '));
    this.status = status;
    this.errors = errors;
  }
}

/** How Vault words what an engine says no with. */
export const inList = (error: string): string => `1 error occurred:\n\t* ${error}\n\n`;

export const denied = (): Refusal => new Refusal(403, 'permission denied');
