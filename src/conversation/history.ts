import type { Facts } from '../failure.ts';
import type { Change, Risk } from '../intent.ts';
import type { Changed } from '../policy/audit.ts';
import type { Policy } from '../policy/policy.ts';
import type { Catalog } from './catalog.ts';
import { guarded } from './guarded.ts';
import { toSentence } from './sentence.ts';
import type { Speaker } from './turn.ts';

export type HistoryOptions = {
  readonly changes: readonly Changed[];
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly speaker: Speaker;
  readonly now: number;
};

/** What was changed, in the words of the scripts, and who may take it back; the latest first. */
export function toHistory(options: HistoryOptions): readonly Change[] {
  const { changes, catalog, policy, speaker, now } = options;
  const takenBack = new Set(changes.map(({ undoes }) => undoes));
  const isSettled = ({ number, undoes }: Changed): boolean =>
    undoes !== undefined || takenBack.has(number);
  const latest = changes.find((one) => !isSettled(one));

  const refusedFacts = (change: Changed, risk: Risk): Facts | undefined => {
    const { undo, speaker: by, at } = change;
    const back = undo === 'never' ? undefined : catalog.get(undo.intent);
    if (!back || undo === 'never') return undefined;
    const ageMs = now - Date.parse(at);
    const takesBack = { by, risk, ageMs, isLatest: change === latest };
    const numbers = guarded(back, undo.slots);
    return policy({ speaker, risk: back.intent.risk, numbers, takesBack })?.facts;
  };

  return changes.flatMap((change) => {
    const { number, at, intent, slots, undo } = change;
    const entry = catalog.get(intent);
    if (!entry) return [];
    const back = undo === 'never' ? undefined : catalog.get(undo.intent)?.script;
    return {
      number,
      speaker: change.speaker,
      at,
      isToday: new Date(at).toDateString() === new Date(now).toDateString(),
      minutesAgo: Math.round((now - Date.parse(at)) / 60_000),
      sentence: toSentence(entry.script, slots),
      back: back && undo !== 'never' ? toSentence(back, undo.slots) : undefined,
      final: entry.script.final,
      refused: refusedFacts(change, entry.intent.risk),
      isSettled: isSettled(change),
    };
  });
}
