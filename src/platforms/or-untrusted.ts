import { Failure } from '../failure.ts';

const refusals = new Set(['invalid', 'forbidden', 'absent']);

/** A login of our own; refused, by whoever has a say in it, it is a Failure of the platform that was to let us in. */
export async function orUntrusted<T>(platform: string, login: () => Promise<T>): Promise<T> {
  try {
    return await login();
  } catch (error) {
    if (!(error instanceof Failure) || !refusals.has(error.kind)) throw error;
    const { platform: says = platform, because = error.kind } = error.facts;
    throw new Failure('untrusted', { platform, says, because }, { cause: error });
  }
}
