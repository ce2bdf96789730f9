import { kinds } from '../../platforms/kubernetes/kinds.ts';

export type Cause = { readonly reason: string; readonly message: string; readonly field?: string };

type Details = {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly causes?: readonly Cause[];
  readonly retryAfterSeconds?: number;
};

/** A refusal in the API's own form: the answer's body is a `Status` with this code, reason and details. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly code: number;
  readonly reason: string | undefined;
  readonly details: Details | undefined;

  constructor(code: number, reason: string | undefined, message: string, details?: Details) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }
}

export function toStatus({ code, reason, message, details }: StatusError): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason && { reason }),
    ...(details && { details }),
    code,
  };
}

export const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';

/** How the API names a kind in its messages: `pods`, `statefulsets.apps`. */
export function resourceOf(kind: string): { resource: string; plural: string; group: string } {
  const { plural, apiVersion } = kinds[kind] ?? { plural: kind.toLowerCase(), apiVersion: 'v1' };
  const group = groupOf(apiVersion);
  return { plural, group, resource: group ? `${plural}.${group}` : plural };
}

function detailsOf(kind: string, name: string): Details {
  const { plural, group } = resourceOf(kind);
  return { name, ...(group && { group }), kind: plural };
}

export function notFound(kind: string, name: string): StatusError {
  const message = `${resourceOf(kind).resource} "${name}" not found`;
  return new StatusError(404, 'NotFound', message, detailsOf(kind, name));
}

export function alreadyExists(kind: string, name: string): StatusError {
  const message = `${resourceOf(kind).resource} "${name}" already exists`;
  return new StatusError(409, 'AlreadyExists', message, detailsOf(kind, name));
}

export const wasModified =
  'the object has been modified; please apply your changes to the latest version and try again';

export function conflict(kind: string, name: string, because = wasModified): StatusError {
  const message = `Operation cannot be fulfilled on ${resourceOf(kind).resource} "${name}": ${because}`;
  return new StatusError(409, 'Conflict', message, detailsOf(kind, name));
}

export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}

export function forbidden(
  kind: string,
  name: string,
  because: string,
  causes?: readonly Cause[],
): StatusError {
  const what = name ? `${resourceOf(kind).resource} "${name}"` : resourceOf(kind).resource;
  return new StatusError(403, 'Forbidden', `${what} is forbidden: ${because}`, {
    ...detailsOf(kind, name),
    ...(causes && { causes }),
  });
}

export function methodNotAllowed(): StatusError {
  const message = 'the server does not allow this method on the requested resource';
  return new StatusError(405, 'MethodNotAllowed', message, {});
}

export function noSuchResource(): StatusError {
  return new StatusError(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function unsupportedMediaType(message = '415: Unsupported Media Type'): StatusError {
  return new StatusError(415, 'UnsupportedMediaType', message, {});
}

export function expired(message: string): StatusError {
  return new StatusError(410, 'Expired', message);
}

/** 422, with every cause named by field. `group` is the kind's own unless options were wrong. */
export function invalid(
  kind: string,
  name: string,
  causes: readonly Cause[],
  group = groupOf(kinds[kind]?.apiVersion ?? ''),
): StatusError {
  const lines = causes.map(({ field = '', message }) => `${field}: ${message}`);
  const all = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
  const what = group ? `${kind}.${group}` : kind;
  return new StatusError(422, 'Invalid', `${what} "${name}" is invalid: ${all}`, {
    ...(name && { name }),
    ...(group && { group }),
    kind,
    causes,
  });
}
