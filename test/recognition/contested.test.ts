import { expect, it } from 'vitest';
import { createRecognize } from '../../src/conversation/recognize.ts';
import { names } from './sentences.ts';
import { loadWords } from './words.ts';

const words = loadWords(process.env['HASHINETES_EXTRA_WORDS']);
const recognize = createRecognize(words);

/** How much surer the first intent must be than the second. */
const margin = 0.005;

it('no example is wanted by two intents', () => {
  const examples = [...words.scripts.values()].flatMap((script) => script.examples);
  const contested = examples.flatMap(({ hear }) => {
    const heard = recognize(hear, { names });
    if (heard.kind === 'propose') return [`${hear}: ${heard.guess.intent} and others`];
    if (heard.kind !== 'intent') return [];
    const rival = heard.alternatives.find(
      ({ confidence }) => heard.confidence - confidence < margin,
    );
    return rival ? [`${hear}: ${heard.intent} and ${rival.intent}`] : [];
  });
  expect(contested).toEqual([]);
});
