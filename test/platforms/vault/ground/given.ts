import { readFile } from 'node:fs/promises';
import { createServiceAccounts } from '../../../../src/sandbox/vault/service-accounts.ts';
import { Secret } from '../../../../src/secret.ts';
import type { Ground } from './ground.ts';
import { serve } from '../../../servers/listen.ts';
import { tokenReviews } from './token-reviews.ts';

const { VAULT_ADDR: url, VAULT_TOKEN: token, VAULT_CACERT: ca } = process.env;

/** Whether there is a Vault at VAULT_ADDR to test against. It has to be one to play with: it is written to. */
export const isGiven = url !== undefined && token !== undefined;

/** The server of VAULT_ADDR, initialised and open, with a token that may do everything. */
export async function openGiven(): Promise<Ground> {
  if (url === undefined || token === undefined)
    throw new Error('Give VAULT_ADDR and VAULT_TOKEN, of a Vault to play with');
  const accounts = createServiceAccounts(() => new Date());
  const kubernetes = await serve(tokenReviews(accounts.review));
  return {
    url,
    ...(ca !== undefined && { ca: await readFile(ca, 'utf8') }),
    root: new Secret(token),
    accounts,
    kubernetesHost: kubernetes.url,
    pass: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000)),
    close: kubernetes.close,
  };
}
