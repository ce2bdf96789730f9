import type { Nomad } from './nomad.ts';

/** The answer, or nothing where it does not come within `ms`: then the call is ended and done without. */
export async function inTime<T>(
  nomad: Nomad,
  ms: number,
  ask: (nomad: Nomad) => Promise<T>,
): Promise<T | undefined> {
  const late = AbortSignal.timeout(ms);
  try {
    return await ask(nomad.during(late));
  } catch (error) {
    if (late.aborted) return undefined;
    throw error;
  }
}
