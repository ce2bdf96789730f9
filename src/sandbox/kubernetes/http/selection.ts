import type { Stored } from '../store/object.ts';
import { parseFieldQuery } from './field-query.ts';
import { parseLabelQuery } from './label-query.ts';
import type { Target } from './target.ts';

/** Which objects of a collection a request is about: those of its namespace that its selectors match. */
export function toSelection(target: Target, query: URLSearchParams): (object: Stored) => boolean {
  const label = parseLabelQuery(query.get('labelSelector') ?? '');
  const field = parseFieldQuery(target.kind, query.get('fieldSelector') ?? '');
  return ({ metadata, ...rest }) =>
    (target.namespace === undefined || metadata.namespace === target.namespace) &&
    (target.name === undefined || metadata.name === target.name) &&
    label(metadata.labels ?? {}) &&
    field({ metadata, ...rest });
}
