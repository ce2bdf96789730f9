import { HclError, type Range } from '../hcl/cursor.ts';
import type { Json } from '../hcl/evaluate.ts';
import type { Kind } from './shape.ts';

/** What a jobspec says, as the type its field has; HCL takes "5" for 5 and 5 for "5". */
export function convert(value: Json, kind: Kind, range: Range): Json {
  if (value === null) return null;
  const refuse = (why: string): never => {
    throw new HclError(range, 'Unsuitable value type', `Unsuitable value: ${why}`);
  };
  switch (kind) {
    case 'text':
      return typeof value === 'object'
        ? refuse(`string required, but have ${named(value)}`)
        : String(value);
    case 'texts':
      if (!isList(value)) return refuse(`list of string required, but have ${named(value)}`);
      return value.map((item) => convert(item, 'text', range));
    case 'number':
      return toWhole(value, refuse);
    case 'flag':
      return toFlag(value, refuse);
    case 'duration':
      if (typeof value === 'number') return value;
      if (typeof value !== 'string') return refuse(`string required, but have ${named(value)}`);
      return toNanoseconds(value, range);
  }
}

type Refuse = (why: string) => never;

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

export function named(value: Json): string {
  if (isList(value)) return 'tuple';
  if (typeof value === 'object') return 'object';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function toWhole(value: Json, refuse: Refuse): number {
  const number = toNumber(value, refuse);
  if (Number.isInteger(number)) return number;
  return refuse(
    'value must be a whole number, between -9223372036854775808 and 9223372036854775807',
  );
}

export function toNumber(value: Json, refuse: Refuse): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return refuse(`number required, but have ${named(value)}`);
  const number = value.trim() === '' ? Number.NaN : Number(value);
  return Number.isNaN(number) ? refuse('a number is required') : number;
}

export function toFlag(value: Json, refuse: Refuse): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  return refuse(
    typeof value === 'object' ? `bool required, but have ${named(value)}` : 'a bool is required',
  );
}

const units: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** `1h30m`, as Go writes durations. */
function toNanoseconds(text: string, range: Range): number {
  if (text === '0') return 0;
  if (!/^[-+]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/.test(text))
    throw new HclError(
      range,
      'Unsuitable value type',
      `Unsuitable duration value: time: invalid duration "${text}"`,
    );
  const parts = Array.from(text.matchAll(/([\d.]+)([a-zµ]+)/g));
  const sum = parts.reduce(
    (all, [, size, unit]) => all + Number(size) * (units[unit ?? ''] ?? 0),
    0,
  );
  return Math.round(text.startsWith('-') ? -sum : sum);
}
