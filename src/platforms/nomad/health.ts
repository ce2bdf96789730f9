import { z } from 'zod';
import { Failure } from '../../failure.ts';
import type { Ask } from './ask.ts';
import type { ServerHealth } from './nomad.ts';

const serverHealth = z.looseObject({
  Healthy: z.boolean(),
  Servers: z.array(z.looseObject({ Name: z.string(), Voter: z.boolean() })),
});

const keySet = z.looseObject({ keys: z.array(z.unknown()) });

/** How many public keys Nomad shows. They belong to no version of its API, and are told to everybody. */
export async function countKeys(ask: Ask): Promise<number> {
  const { keys } = await ask.for(keySet, { path: ['.well-known', 'jwks.json'] });
  return keys.length;
}

/** Servers that are not well are told of with 429, in the same form. */
export async function readHealth(ask: Ask): Promise<ServerHealth> {
  try {
    return await ask.for(serverHealth, { path: ['operator', 'autopilot', 'health'] });
  } catch (error) {
    const told =
      error instanceof Failure && error.facts['status'] === 429
        ? serverHealth.safeParse(fromJson(String(error.facts['because'])))
        : undefined;
    if (told?.success) return told.data;
    throw error;
  }
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
