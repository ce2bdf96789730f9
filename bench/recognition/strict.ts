import type { Recognize } from '../../src/conversation/recognition.ts';
import { type Node, parseTemplate } from '../../src/conversation/recognition/templates.ts';
import type { Words } from '../../test/recognition/words.ts';

/** What a template matcher without synonyms, politeness or repair understands: the templates to the letter. */
export function createStrict({ scripts, lists }: Words): Recognize {
  const patterns = [...scripts].flatMap(([intent, script]) =>
    script.utterances.map((template) => {
      const slots: string[] = [];
      const toPattern = (node: Node): string => {
        if (node.kind === 'word') return ` ${node.text}`;
        if (node.kind === 'choice') return `(?:${node.options.map(toSequence).join('|')})`;
        slots.push(node.text);
        const values = Object.keys(lists.vocabularies[script.slots[node.text]?.type ?? ''] ?? {});
        return ` (${values.length > 0 ? `${values.join('|')}|` : ''}[a-z0-9-]+)`;
      };
      const toSequence = (nodes: readonly Node[]): string => nodes.map(toPattern).join('');
      return { intent, slots, pattern: new RegExp(`^${toSequence(parseTemplate(template))}$`) };
    }),
  );
  return (text) => {
    const said = ` ${text.toLowerCase().replaceAll(/[^a-z0-9' -]/g, '')}`;
    for (const { intent, slots, pattern } of patterns) {
      const found = pattern.exec(said);
      if (!found) continue;
      const values = Object.fromEntries(slots.map((slot, at) => [slot, found[at + 1] ?? '']));
      return { kind: 'intent', intent, slots: values, confidence: 1, alternatives: [] };
    }
    return { kind: 'unknown', why: 'unmatched', alternatives: [] };
  };
}
