/** One line of a data set: what is heard, and the intent and slots (as `name=value …`) that it should be. */
export type Sentence = {
  /** Words, rules and weights were made while looking at `tune`; `report` was written blind, by others, and heard last of all. */
  readonly half: 'tune' | 'report';
  /** Nothing where no intent may come out. */
  readonly intent: string | undefined;
  readonly slots: string;
  readonly hear: string;
};

/** The lines of a data set: half, intent, slots and what is heard, with tabs between them and `-` for none. */
export function readSentences(text: string): readonly Sentence[] {
  const [, ...lines] = text.trimEnd().split('\n');
  return lines.map((line) => {
    const [half = '', intent = '-', slots = '-', hear = ''] = line.split('\t');
    return {
      half: half === 'tune' ? 'tune' : 'report',
      intent: intent === '-' ? undefined : intent,
      slots: slots === '-' ? '' : slots.split(' ').toSorted().join(' '),
      hear,
    };
  });
}
