import { z } from 'zod';
import { Failure, type FailureKind } from '../../failure.ts';
import type { Answer, Call } from '../http.ts';

const errors = z.looseObject({ errors: z.array(z.string()) });

const wordings: readonly (readonly [RegExp, FailureKind])[] = [
  [/is sealed|sealed$/i, 'sealed'],
  [/not (?:yet )?initialized/i, 'unready'],
  [/already (?:in use|initialized)/i, 'conflict'],
  [/invalid lease|lease not found|unknown role/i, 'absent'],
  [/permission denied|invalid token|not authorized/i, 'forbidden'],
];

const kinds: Readonly<Record<number, FailureKind>> = {
  400: 'invalid',
  403: 'forbidden',
  404: 'absent',
  405: 'invalid',
  409: 'conflict',
};

/** Said while a new leader is elected, and by a server that does not know it yet. */
const leaderless = /active cluster node not found|no active (?:cluster )?node/i;

/** Vault refuses with `{"errors": […]}`: a known wording decides first, then the status. */
export function toRefusal({ status, text }: Answer, { path }: Call): Failure {
  const told = errorsOf(text).join('; ').replaceAll(/\s+/g, ' ').trim().slice(0, 300);
  const because = leaderless.test(told) ? 'none of its servers leads at the moment' : told;
  const kind =
    wordings.find(([wording]) => wording.test(because))?.[1] ?? kinds[status] ?? 'unready';
  const what = path.slice(1).join('/');
  return new Failure(kind, { platform: 'vault', status, what, ...(because !== '' && { because }) });
}

function errorsOf(text: string): readonly string[] {
  try {
    return errors.parse(JSON.parse(text)).errors;
  } catch {
    return [];
  }
}
