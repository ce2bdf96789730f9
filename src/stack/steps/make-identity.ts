import type { Part } from '../identity/keyring-entry.ts';
import type { StackWorld } from '../stack-world.ts';
import type { Step } from '../step.ts';

export type IdentityStep = {
  readonly step: Step<StackWorld>;
  /** Which certificate the pods of a part are to read; nothing before the step is done. */
  readonly stampOf: (part: Part) => string | undefined;
};

/** Makes every secret before anything starts that needs one. What is there is kept: another would split a cluster. */
export function makeIdentity(after: readonly string[], parts: readonly Part[]): IdentityStep {
  let stamps: Readonly<Record<string, string>> | undefined;
  return {
    stampOf: (part) => stamps?.[part],
    step: {
      name: 'make the certificates and secrets',
      after,
      capMs: 2 * 60_000,
      look: () =>
        Promise.resolve(
          stamps
            ? { kind: 'done', seen: `${Object.keys(stamps).length} certificates are good` }
            : { kind: 'waiting', seen: 'not looked yet' },
        ),
      async act({ ensureIdentity }) {
        ({ stamps } = await ensureIdentity(parts));
      },
    },
  };
}
