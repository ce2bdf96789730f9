import type { Scripts } from '../../recognition.ts';
import type { Lists } from '../lists.ts';

/** What a sentence is, for the model: an intent, and those slots of it that are a matter of yes or no. */
export type Label = { readonly intent: string; readonly slots: Readonly<Record<string, string>> };

/** What is for none of the intents. */
export const nothing = 'none';

/** So few values are told from each other by the whole sentence and not by the words for them alone. */
const fewest = 2;

/** "stack/destroy with-data=yes" */
export function toText({ intent, slots }: Label): string {
  const told = Object.entries(slots).map(([slot, value]) => `${slot}=${value}`);
  return [intent, ...told.toSorted()].join(' ');
}

export function fromText(text: string): Label {
  const [intent = '', ...told] = text.split(' ');
  const pairs = told.map((pair) => pair.split('=', 2));
  return {
    intent,
    slots: Object.fromEntries(pairs.map(([slot = '', value = '']) => [slot, value])),
  };
}

/** Makes labels: of all slots that a sentence fills, those that belong there. */
export function createToLabel(
  scripts: Scripts,
  { vocabularies, live }: Lists,
): (intent: string | undefined, slots: Readonly<Record<string, string | number>>) => string {
  return (intent = nothing, slots) => {
    const kinds = scripts.get(intent)?.slots ?? {};
    const told = Object.entries(slots).flatMap(([slot, value]): readonly [string, string][] => {
      const type = kinds[slot]?.type ?? '';
      const values = live.includes(type) ? [] : Object.keys(vocabularies[type] ?? {});
      return values.length > 0 && values.length <= fewest ? [[slot, String(value)]] : [];
    });
    return toText({ intent, slots: Object.fromEntries(told) });
  };
}
