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

/** Decides, by code and failing closed, whether a speaker may do a thing; returns why not, or nothing. */
export function createPolicy({ writes, limits }: PolicyOptions): Policy {
  return ({ speaker, risk, numbers }) => {
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
