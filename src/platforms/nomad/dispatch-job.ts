import type { Nomad } from './nomad.ts';

/**
 * Dispatches a parameterized job that many times. The tokens make a repeated delivery find what the first one
 * dispatched, even after a restart of ours.
 */
export async function dispatchJob(
  nomad: Nomad,
  id: string,
  count: number,
  token: string,
): Promise<readonly string[]> {
  const wishes = Array.from({ length: count }, (_none, at) => nomad.dispatch(id, `${token} ${at}`));
  const dispatched = await Promise.all(wishes);
  return dispatched.map(({ job }) => job);
}
