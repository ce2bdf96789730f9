import { isDeepStrictEqual } from 'node:util';

/** Whether two values are the same JSON, whatever the order of their fields. */
export const isSame = (a: unknown, b: unknown): boolean => isDeepStrictEqual(a, b);
