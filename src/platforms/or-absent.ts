import { Failure } from '../failure.ts';

/** Nothing where a platform knows no such thing; every other failure stays one. */
export async function orAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Failure && error.kind === 'absent') return undefined;
    throw error;
  }
}
