import { describe, expect, it } from 'vitest';

/** Says in the list of tests that something was not tested, and why. */
export function untested(what: string, why: string): void {
  describe(what, () => {
    it.skip(`is NOT tested: ${why}`, () => {
      expect.fail(why);
    });
  });
}
