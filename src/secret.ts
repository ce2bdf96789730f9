import { inspect } from 'node:util';

const mask = '[secret]';

/** A value that can be used, but not spoken, logged or serialised: every way out but `reveal` shows a mask. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }

  [inspect.custom](): string {
    return mask;
  }
}
