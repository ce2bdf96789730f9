import type { IncomingHttpHeaders } from 'node:http';
import type { Speaker } from '../../conversation/turn.ts';
import type { Secret } from '../../secret.ts';
import { Refusal } from '../channel.ts';
import { isLocal } from '../loopback.ts';
import { isSameSecret } from '../same-secret.ts';

export type CallerOptions = {
  /** Who has this token speaks as an operator from anywhere. */
  readonly token: Secret | undefined;
  /** What to call somebody at this machine. */
  readonly name: string | undefined;
};

export type Knock = { readonly peer: string | undefined; readonly headers: IncomingHttpHeaders };

export type IdentifyCaller = (knock: Knock) => Speaker;

/** Tells who calls: somebody at this machine, or the holder of the token. Anybody else is refused. */
export function createCallers({ token, name }: CallerOptions): IdentifyCaller {
  return ({ peer, headers }) => {
    const given = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
    if (given !== undefined) {
      if (token && isSameSecret(given, token)) return { id: 'token', role: 'admin' };
      throw refuse(
        401,
        'authorization',
        'The token is wrong.',
        'Send the value of HASHINETES_TOKEN.',
      );
    }
    if (isLocal(peer, headers))
      return { id: 'local', role: 'admin', ...(name !== undefined && { name }) };
    const error = 'Without a token only this machine is served.';
    const remedy = 'Set HASHINETES_TOKEN and send it as "Authorization: Bearer …".';
    throw refuse(401, 'authorization', error, remedy);
  };
}

function refuse(status: number, field: string, error: string, remedy: string): Refusal {
  return new Refusal(status, { error, field, remedy });
}
