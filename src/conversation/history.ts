import type { Change } from '../intent.ts';
import type { Changed } from '../policy/audit.ts';
import type { Catalog } from './catalog.ts';
import { toSentence } from './sentence.ts';

/** What was changed, in the words of the scripts; the latest first. */
export function toHistory(
  changes: readonly Changed[],
  catalog: Catalog,
  now: number,
): readonly Change[] {
  const takenBack = new Set(changes.map(({ undoes }) => undoes));
  return changes.flatMap(({ number, at, speaker, intent, slots, undo, undoes }) => {
    const script = catalog.get(intent)?.script;
    if (!script) return [];
    const back = undo === 'never' ? undefined : catalog.get(undo.intent)?.script;
    return {
      number,
      speaker,
      at,
      isToday: new Date(at).toDateString() === new Date(now).toDateString(),
      minutesAgo: Math.round((now - Date.parse(at)) / 60_000),
      sentence: toSentence(script, slots),
      back: back && undo !== 'never' ? toSentence(back, undo.slots) : undefined,
      final: script.final,
      isSettled: undoes !== undefined || takenBack.has(number),
    };
  });
}
