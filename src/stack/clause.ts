import { Failure } from '../failure.ts';
import { pause } from '../pause.ts';
import { causeOf } from './cause-of.ts';
import type { Sights } from './component.ts';
import type { Part } from './identity/keyring-entry.ts';

/** One thing that a status tells beside its servers. Whatever could not be measured is unknown, with the reason. */
export type Clause = {
  readonly about: Topic;
  readonly state: 'yes' | 'no' | 'unknown';
  /** What was seen. */
  readonly seen: string;
};

export type Topic = 'tls' | 'votes' | 'registered' | 'trusted' | 'unsealed' | 'users';

/** What clauses are measured with: clients, and a handshake with a server of each product. */
export type Measures = Sights & {
  /** Nothing where no TLS is spoken. */
  readonly handshake: (part: Part) => Promise<{ readonly refusal: string | undefined } | undefined>;
};

export type Measure = {
  readonly about: Topic;
  /** Nothing where there is nothing to tell. */
  readonly look: (
    measures: Measures,
  ) => Promise<{ readonly isSo: boolean; readonly seen: string } | undefined>;
};

/** What takes longer than a person waits for an answer is unknown. */
const longestMs = 1_500;

/** Measures all of them side by side; never rejects for what a platform does. */
export async function measureClauses(
  wanted: readonly Measure[],
  measures: Measures,
): Promise<readonly Clause[]> {
  const clauses = wanted.map(async ({ about, look }): Promise<readonly Clause[]> => {
    try {
      const told = await within(longestMs, look(measures));
      return told ? [{ about, state: told.isSo ? 'yes' : 'no', seen: told.seen }] : [];
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return [{ about, state: 'unknown', seen: causeOf(error) }];
    }
  });
  return (await Promise.all(clauses)).flat();
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = pause(ms, over.signal).then(() => {
    throw new Failure('late', { because: 'it did not answer in time' });
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}

/** Whether a server of that product shows a certificate that our CA signed, for its name. */
export function tlsOf(part: Part): Measure {
  return {
    about: 'tls',
    async look({ handshake }) {
      const shaken = await handshake(part);
      if (!shaken) return undefined;
      const { refusal } = shaken;
      const seen = refusal === undefined ? 'its certificate is verified' : `it is ${refusal}`;
      return { isSo: refusal === undefined, seen };
    },
  };
}
