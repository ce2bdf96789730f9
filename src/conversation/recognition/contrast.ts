import type { SaidValues } from './values.ts';
import type { Token } from './normalise.ts';

/** What is right in "not nomad, vault", "fifteen, not twelve" and "ten, no, twelve": both must be values of the same slots. */
export function readContrast(
  tokens: readonly Token[],
  read: (tokens: readonly Token[]) => SaidValues | undefined,
): SaidValues | undefined {
  const corrected = readSecondThought(tokens, read);
  if (corrected) return corrected;
  const not = tokens.findIndex(({ text }) => text === 'not');
  if (not < 0) return undefined;
  if (not > 0) return agree(read(tokens.slice(not + 1)), read(tokens.slice(0, not)));
  for (let at = 2; at < tokens.length; at += 1) {
    const but = Number(tokens[at]?.text === 'but');
    const said = agree(read(tokens.slice(1, at)), read(tokens.slice(at + but)));
    if (said) return said;
  }
  return undefined;
}

/** "ten, no, twelve" */
function readSecondThought(
  tokens: readonly Token[],
  read: (tokens: readonly Token[]) => SaidValues | undefined,
): SaidValues | undefined {
  for (let at = 1; at < tokens.length - 1; at += 1) {
    const after = read(tokens.slice(at));
    const said = after?.corrects ? agree(read(tokens.slice(0, at)), after) : undefined;
    if (said) return said;
  }
  return undefined;
}

function agree(
  wrong: SaidValues | undefined,
  right: SaidValues | undefined,
): SaidValues | undefined {
  if (!wrong || !right) return undefined;
  const same = Object.keys(wrong.slots).join() === Object.keys(right.slots).join();
  return same ? { ...right, corrects: true, further: false } : undefined;
}
