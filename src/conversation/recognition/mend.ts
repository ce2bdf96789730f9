import type { Recognition } from '../recognition.ts';
import { toBlurred } from './blurred-slot.ts';
import type { Lexicon } from './lexicon.ts';
import type { Lists } from './lists.ts';
import { normalise, type Token } from './normalise.ts';
import type { Parts } from './parts.ts';
import type { Risk } from './phrasebook.ts';
import { createRepair } from './repair.ts';
import type { Filling, ReadFillings } from './slots.ts';

/**
 * Understands what was misheard, one guess after the other: words by their sound, then a living name with a sound too
 * many, too few or wrong, and for questions small words too.
 */
export function createMend(
  lists: Lists,
  lexicon: Lexicon,
  risks: ReadonlyMap<string, Risk>,
): (tokens: readonly Token[], readFillings: ReadFillings, parts: Parts) => Recognition | undefined {
  const repair = createRepair(lists, lexicon);

  return (tokens, readFillings, { hear, mayAsk }) => {
    const sound = repair.sounds(tokens, (word) => isName(word, readFillings)) ?? tokens;
    const bySound = sound === tokens ? undefined : hear(sound);
    if (bySound && !isSmalltalk(bySound)) return bySound;
    const named = withoutBlur(sound, readFillings);
    const byName = named && hear(named);
    return byName ?? hearPlainly(new Set([tokens, named ?? sound]), { hear, mayAsk });
  };

  function hearPlainly(
    wordings: Iterable<readonly Token[]>,
    { hear, mayAsk }: Parts,
  ): Recognition | undefined {
    for (const tokens of wordings) {
      const plain = repair.slips(tokens);
      const heard = plain && mayAsk(plain) ? hear(plain) : undefined;
      if (heard?.kind === 'intent' && risks.get(heard.intent) === 'read') return heard;
    }
    return undefined;
  }

  /** With the name that an unknown word, alone or with those beside it, may have been. */
  function withoutBlur(
    tokens: readonly Token[],
    readFillings: ReadFillings,
  ): readonly Token[] | undefined {
    const strange = tokens.findIndex(({ text }) => isStrange(text) && !isName(text, readFillings));
    for (let at = Math.max(0, strange - 1); at <= strange; at += 1) {
      const found = readName(tokens, at, readFillings);
      if (found && at + found.length > strange) {
        const name = normalise(String(found.value), lexicon.spellings);
        return [...tokens.slice(0, at), ...name, ...tokens.slice(at + found.length)];
      }
    }
    return undefined;
  }

  function readName(
    tokens: readonly Token[],
    at: number,
    readFillings: ReadFillings,
  ): Filling | undefined {
    for (const type of lists.live) {
      const [filling] = readFillings(toBlurred(type), tokens, at);
      if (filling) return filling;
    }
    return undefined;
  }

  function isStrange(word: string): boolean {
    if (!/^[a-z]{3}/.test(word) || lexicon.fillerAt([word], 0, true) > 0) return false;
    return lexicon.readAt([word], 0).every(({ how }) => how === 'repaired');
  }

  function isName(word: string, readFillings: ReadFillings): boolean {
    const tokens = [{ text: word, glue: '' } as const];
    return lists.live.some((type) =>
      readFillings(type, tokens, 0).some(({ how }) => how === 'live'),
    );
  }
}

function isSmalltalk(heard: Recognition): boolean {
  return heard.kind === 'intent' && heard.intent.startsWith('smalltalk/');
}
