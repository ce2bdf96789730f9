import type { IncomingHttpHeaders } from 'node:http';
import type { JWTVerifyGetKey } from 'jose';
import type { Secret } from '../../secret.ts';
import { Refusal } from '../channel.ts';
import { isLocal } from '../loopback.ts';
import { isSameSecret } from '../same-secret.ts';
import { createReplays } from './replays.ts';
import { createGoogleKeys, createSignatureCheck } from './signature.ts';

/** What a caller must prove: all that is configured, and where nothing is, that it calls from this machine. */
export type GoogleAuth = {
  readonly projectId?: string | undefined;
  readonly sharedSecret?: { readonly header: string; readonly value: Secret } | undefined;
  /** Google's public keys; fetched from Google when left out. */
  readonly keys?: JWTVerifyGetKey | undefined;
};

export type Knock = {
  readonly peer: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
};

/** Lets a caller in, with the id of its signed request if there is one, or throws a 403 `Refusal`. */
export type Admit = (knock: Knock) => Promise<string | undefined>;

export type AdmissionOptions = {
  readonly clock: () => number;
  readonly log: (event: string, detail: Readonly<Record<string, unknown>>) => void;
};

const signatureHeader = 'google-assistant-signature';

export function createAdmission(auth: GoogleAuth, { clock, log }: AdmissionOptions): Admit {
  const { projectId, sharedSecret, keys = createGoogleKeys() } = auth;
  assertUsable(auth);
  const isFresh = createReplays({ clock });
  const check =
    projectId === undefined ? undefined : createSignatureCheck({ projectId, keys, clock });

  return async ({ peer, headers, body }) => {
    if (!check && !sharedSecret && !isLocal(peer, headers)) throw localOnly();
    if (
      sharedSecret &&
      !isSameSecret(headers[sharedSecret.header.toLowerCase()], sharedSecret.value)
    )
      throw refuse(
        sharedSecret.header,
        'The shared secret is missing or wrong.',
        'Send the configured secret in this header.',
      );
    if (!check) return undefined;

    const token = headers[signatureHeader];
    const signature = await check(typeof token === 'string' ? token : '').catch(
      (error: unknown) => {
        log('google.unsigned', { because: error instanceof Error ? error.message : 'unknown' });
        throw refuse(
          signatureHeader,
          'The request is not signed by Google for this project.',
          'Check the configured project id.',
        );
      },
    );
    if (isFresh(signature, body)) return signature.jti;
    throw refuse(signatureHeader, 'The signature was used before.', 'Sign every request anew.');
  };
}

/** An empty value in a configuration is a mistake, and never means "do not check". */
function assertUsable({ projectId, sharedSecret }: GoogleAuth): void {
  if (projectId?.trim() === '')
    throw new Error(
      'The Google project id is empty: set it to the id of the Actions project, or not at all.',
    );
  if (
    sharedSecret &&
    (sharedSecret.header.trim() === '' || sharedSecret.value.reveal().trim() === '')
  )
    throw new Error(
      'The shared secret of the Google channel needs a header name and a value: set both or none.',
    );
}

function localOnly(): Refusal {
  return refuse(
    'peer',
    'Without a project id or a shared secret only this machine is served.',
    'Call from this machine, directly and by a loopback name, or configure a project id or a shared secret.',
  );
}

function refuse(field: string, error: string, remedy: string): Refusal {
  return new Refusal(403, { error, field, remedy });
}
