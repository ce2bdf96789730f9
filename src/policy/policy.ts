import type { AsideName } from '../conversation/words.ts';
import type { Facts } from '../failure.ts';
import type { Risk } from '../intent.ts';
import type { Speaker } from '../conversation/turn.ts';

export type Limits = Readonly<Record<string, number>>;

/** A deed that is about to happen, with the numbers that a limit guards. */
export type Request = {
  readonly speaker: Speaker;
  readonly risk: Risk;
  readonly numbers: readonly { readonly limit: string; readonly value: number }[];
};

export type Refusal = { readonly aside: AsideName; readonly facts: Facts };

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
    for (const { limit, value } of numbers) {
      const most = limits[limit] ?? 0;
      if (value > most) return { aside: 'limit', facts: arithmetic(value, most) };
    }
    return undefined;
  };
}

function arithmetic(asked: number, limit: number): Facts {
  const hundredth = asked / 100;
  const half = hundredth / 2;
  const whole = Number.isInteger(half) && half >= 1;
  return { asked, limit, ...(whole && { hundredth, half }) };
}
