import type { AsideName } from '../conversation/words.ts';
import type { Facts } from '../failure.ts';
import type { Risk } from '../intent.ts';
import type { Speaker } from '../conversation/turn.ts';

export type Limits = Readonly<Record<string, number>>;

/** A deed that is about to happen, with the numbers that a limit guards. */
export type Request = {
  readonly speaker: Speaker;
  readonly risk: Risk;
  readonly numbers: readonly Guarded[];
  /** The change that this deed takes back. */
  readonly takesBack?: TakenBack;
};

/** A change that was made, and how long ago. Nobody else has changed anything since where it `isLatest`. */
export type TakenBack = {
  readonly by: Speaker['id'];
  readonly risk: Risk;
  readonly ageMs: number;
  readonly isLatest: boolean;
};

/** A number and the limit that it must not pass. */
export type Guarded = { readonly slot: string; readonly limit: string; readonly value: number };

export type Refusal = {
  readonly aside: AsideName;
  readonly facts: Facts;
  /** What would be allowed instead. */
  readonly offer?: Omit<Guarded, 'limit'>;
};

export type Policy = (request: Request) => Refusal | undefined;

export type PolicyOptions = { readonly writes: boolean; readonly limits: Limits };

const mayDo: Readonly<Record<Speaker['role'], readonly Risk[]>> = {
  viewer: ['read'],
  operator: ['read', 'change'],
  admin: ['read', 'change', 'destroy'],
};

const ownForMs = 15 * 60_000;

/**
 * Decides, by code and failing closed, whether a speaker may do a thing; returns why not, or nothing. To take
 * back what one has just done oneself needs no more than doing it did, even where the way back destroys: an
 * operator who has run a job may stop it again, as long as nothing else was changed since. It is confirmed all
 * the same. What somebody else did, or longer ago, needs the role that the way back needs.
 */
export function createPolicy({ writes, limits }: PolicyOptions): Policy {
  return ({ speaker, risk: own, numbers, takesBack }) => {
    const risk = takesBack && isOwn(takesBack, speaker) ? takesBack.risk : own;
    if (risk !== 'read' && !writes) return { aside: 'read-only', facts: {} };
    if (!mayDo[speaker.role].includes(risk)) {
      const needed = risk === 'destroy' ? 'admin' : 'operator';
      return { aside: 'role', facts: { needed, role: speaker.role } };
    }
    for (const { slot, limit, value } of numbers) {
      const most = limits[limit] ?? 0;
      if (value > most) return toRefusal(slot, value, most);
    }
    return undefined;
  };
}

function isOwn({ by, ageMs, isLatest }: TakenBack, { id }: Speaker): boolean {
  return by === id && isLatest && ageMs >= 0 && ageMs <= ownForMs;
}

/** The arithmetic of the talk: a thousand, divided by a hundred, cut in half, is five. */
function toRefusal(slot: string, asked: number, limit: number): Refusal {
  const hundredth = asked / 100;
  const half = hundredth / 2;
  const whole = Number.isInteger(half) && half >= 1;
  const value = whole ? Math.min(half, limit) : limit;
  return {
    aside: 'limit',
    facts: { asked, limit, ...(whole && { hundredth, half }) },
    ...(value > 0 && { offer: { slot, value } }),
  };
}
