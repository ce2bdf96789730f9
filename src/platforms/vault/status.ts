import { isIP } from 'node:net';
import type { z } from 'zod';
import { Failure } from '../../failure.ts';
import * as answers from './answers.ts';
import type { Ask } from './ask.ts';
import type { Status } from './vault.ts';

/** Asked without a token, and answered by a Vault that is sealed or not initialised too. */
export async function readStatus(ask: Ask): Promise<Status> {
  const [seal, leader] = await Promise.all([
    ask.read(answers.sealStatus, ['sys', 'seal-status'], { open: true }),
    readLeader(ask),
  ]);
  return toStatus(seal, leader);
}

/** Where the storage is for one server only, nobody is elected, and no name is told. */
const alone = 'its only server';

async function readLeader(ask: Ask): Promise<string | undefined> {
  try {
    const answer = await ask.read(answers.leader, ['sys', 'leader'], { open: true });
    if (!answer.ha_enabled) return alone;
    return answer.leader_address === '' ? undefined : nameOf(answer.leader_address);
  } catch (error) {
    const isWaiting =
      error instanceof Failure && (error.kind === 'sealed' || error.kind === 'unready');
    if (isWaiting) return undefined;
    throw error;
  }
}

/** `https://vault-0.vault-internal:8200` is vault-0; an IP address has no name in it. */
function nameOf(address: string): string {
  const { hostname, host } = new URL(address);
  return isIP(hostname.replaceAll(/[[\]]/g, '')) ? host : (hostname.split('.')[0] ?? host);
}

export function toStatus(
  seal: z.output<typeof answers.sealStatus>,
  leader: string | undefined,
): Status {
  return {
    isInitialized: seal.initialized,
    isSealed: seal.sealed,
    sealType: seal.type,
    version: seal.version,
    progress: seal.progress,
    threshold: seal.t,
    leader,
  };
}
