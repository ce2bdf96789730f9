import type { z } from 'zod';
import { Failure, type FailureKind } from '../../failure.ts';

/** Loads an official client only where it is used: it is no dependency of those who have no such machines. */
export async function importClient<T extends z.ZodType>(
  name: string,
  shape: T,
  load: (name: string) => Promise<unknown> = (wanted) => import(wanted),
): Promise<z.output<T>> {
  const module = await load(name).catch((cause: unknown) => {
    const because = `its client is not installed; npm install ${name}`;
    throw new Failure('unreachable', { platform: 'the machine pool', because }, { cause });
  });
  const parsed = shape.safeParse(module);
  if (parsed.success) return parsed.data;
  const because = `this version of ${name} is not one that I know`;
  throw new Failure('unready', { platform: 'the machine pool', because }, { cause: parsed.error });
}

const kinds: readonly (readonly [RegExp, FailureKind])[] = [
  [/AccessDenied|Unauthorized|^(?:401|403|7|16)$/, 'forbidden'],
  [/^(?:404|5)$/, 'absent'],
  [/Validation|^(?:400|3)$/, 'invalid'],
  [/InProgress|Contention|^(?:409|412)$/, 'conflict'],
  [/Abort|Timeout/, 'late'],
];

/** The error of an official client in our words: its name or its code decides, its message is the cause. */
export function toPoolFailure(cause: unknown): Failure {
  if (cause instanceof Failure) return cause;
  const { name, message } = cause instanceof Error ? cause : new Error('it failed');
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const kind = kinds.find(([known]) => known.test(name) || known.test(code))?.[1] ?? 'unready';
  const because = message.split('\n')[0]?.slice(0, 200) ?? '';
  return new Failure(kind, { platform: 'the machine pool', because }, { cause });
}
