import type { Recognize } from '../../src/conversation/recognition.ts';
import { type Node, parseTemplate } from '../../src/conversation/recognition/templates.ts';
import type { Sentence } from '../../test/recognition/sentences.ts';
import type { Words } from '../../test/recognition/words.ts';

type Nlp = {
  addLanguage(locale: string): void;
  addDocument(locale: string, text: string, intent: string): void;
  train(): Promise<void>;
  process(locale: string, text: string): Promise<{ intent: string; score: number }>;
};

const variants = 4;
const fillers = ['ping', 'nomad', '3', 'web', '12'];

/**
 * The intents that NLP.js hears at its default threshold, after training on what our own build learns from: variants
 * of the templates, the examples and those of the `taught` sentences that have an intent (with all the others as well
 * it takes nearly everything for none). Nothing if it is not installed: it is no dependency, only a measure.
 */
export async function hearByNlp(
  words: Words,
  taught: readonly Sentence[],
  texts: readonly string[],
): Promise<Recognize | undefined> {
  const nlp = await load();
  if (!nlp) return undefined;
  await teach(nlp, words, taught);
  const heard = new Map<string, string>();
  for (const text of texts) {
    const { intent, score } = await nlp.process('en', text);
    if (intent !== 'None' && score >= 0.5) heard.set(text, intent);
  }
  return (text) => {
    const intent = heard.get(text);
    if (intent === undefined) return { kind: 'unknown', why: 'unmatched', alternatives: [] };
    return { kind: 'intent', intent, slots: {}, confidence: 1, alternatives: [] };
  };
}

async function teach(nlp: Nlp, words: Words, taught: readonly Sentence[]): Promise<void> {
  nlp.addLanguage('en');
  for (const [intent, { utterances, examples }] of words.scripts) {
    for (const { hear } of examples) nlp.addDocument('en', hear, intent);
    for (const template of utterances)
      for (let variant = 0; variant < variants; variant += 1)
        nlp.addDocument('en', toVariant(parseTemplate(template), variant).join(' '), intent);
  }
  for (const { intent, hear } of taught) if (intent) nlp.addDocument('en', hear, intent);
  await nlp.train();
}

async function load(): Promise<Nlp | undefined> {
  try {
    const specifier = process.env['NLPJS'] ?? '@nlpjs/basic';
    const { dockStart } = await import(specifier);
    const settings = {
      settings: { nlp: { autoSave: false, log: false } },
      use: ['Basic', 'LangEn'],
    };
    const dock = await dockStart(settings);
    return dock.get('nlp');
  } catch {
    return undefined;
  }
}

function toVariant(nodes: readonly Node[], variant: number): readonly string[] {
  return nodes.flatMap((node, at) => {
    if (node.kind === 'word') return [node.text];
    if (node.kind === 'slot') return [fillers[(variant + at) % fillers.length] ?? ''];
    return toVariant(node.options[(variant + at) % node.options.length] ?? [], variant);
  });
}
