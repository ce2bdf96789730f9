import { expect, it } from 'vitest';
import { type Node, parseTemplate } from '../../src/conversation/recognition/templates.ts';
import { createRecognize } from '../../src/conversation/recognize.ts';
import { names } from './sentences.ts';
import { loadWords } from './words.ts';

const words = loadWords();
const recognize = createRecognize(words);

/** How much surer the first intent must be than the second. */
const margin = 0.005;
const values: Readonly<Record<string, string>> = {
  number: 'five',
  job: 'ping',
  node: 'client-3',
  service: 'billing-api',
  datacenter: 'dc2',
  role: 'readonly',
  component: 'vault',
  tone: 'snarky',
  'with-data': 'with its data',
};

it('no example is wanted by two intents', () => {
  const examples = [...words.scripts.values()].flatMap((script) => script.examples);
  expect(examples.flatMap(({ hear }) => findRivals(hear))).toEqual([]);
});

it('every template is heard as its own intent, or is asked about', () => {
  const stray = [...words.scripts].flatMap(([intent, { utterances, slots }]) =>
    utterances.flatMap((template) => {
      const typeOf = (slot: string): string => slots[slot]?.type ?? '';
      const hear = toSentence(parseTemplate(template), typeOf).join(' ');
      const heard = recognize(hear, { names });
      const writes = heard.kind === 'intent' && words.risks.get(heard.intent) !== 'read';
      return writes && heard.intent !== intent ? [`${hear}: ${heard.intent}, not ${intent}`] : [];
    }),
  );
  expect(stray).toEqual([]);
});

function findRivals(hear: string): readonly string[] {
  const heard = recognize(hear);
  if (heard.kind === 'propose') return [`${hear}: ${heard.guess.intent} and others`];
  if (heard.kind !== 'intent') return [];
  const rival = heard.alternatives.find(({ confidence }) => heard.confidence - confidence < margin);
  return rival ? [`${hear}: ${heard.intent} and ${rival.intent}`] : [];
}

/** The shortest thing that a template can mean, with a value for each slot. */
function toSentence(nodes: readonly Node[], typeOf: (slot: string) => string): readonly string[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'word') return [node.text];
    if (node.kind === 'slot') return [values[typeOf(node.text)] ?? node.text];
    return toSentence(node.options[0] ?? [], typeOf);
  });
}
