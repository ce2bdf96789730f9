import { createRecognize } from '../src/conversation/recognize.ts';
import type { Recognize } from '../src/conversation/recognition.ts';
import { judge, type Verdict } from '../test/recognition/score.ts';
import { kinds, loadSentences, names, type Sentence } from '../test/recognition/sentences.ts';
import { loadWords } from '../test/recognition/words.ts';
import { hearByNlp } from './recognition/nlp.ts';
import { createStrict } from './recognition/strict.ts';
import { measure, spend, type Spent } from './recognition/time.ts';

const half = process.argv.includes('--tune') ? 'tune' : 'report';
const folder = process.argv.find((argument, at) => at > 1 && !argument.startsWith('-'));
const words = loadWords();
const sentences = loadSentences(folder).filter((sentence) => sentence.half === half);
const taught = loadSentences().filter((sentence) => sentence.half === 'tune');

print(`${words.scripts.size} intents, ${sentences.length} sentences of the ${half} half`);

const memory = process.memoryUsage().heapUsed;
let ours: Recognize = createStrict(words);
const start = spend(() => {
  ours = createRecognize(words);
});
const strict = createStrict(words);
const nlp = await hearByNlp(
  words,
  taught,
  sentences.map(({ hear }) => hear),
);

print(`| | ${kinds.join(' | ')} | wrong writes per 1,000 | proposed out of scope |`);
print(`|---|${'---|'.repeat(kinds.length + 2)}`);
report('Hashinetes', ours);
report('strict templates', strict);
if (nlp) report('NLP.js at 0.5 (by intent alone, it fills no slots)', nlp, true);
else print('\nNLP.js: npm install --no-save @nlpjs/basic (or NLPJS=<path>) to compare');
const times = measure(ours, sentences);
const heapMb = (process.memoryUsage().heapUsed - memory) / 1e6;

print(`\n| with 5,000 live names | CPU | wall |\n|---|---|---|`);
print(toRow('start-up, cold', start));
print(toRow('first turn with new names', times.first));
print(toRow('p50 per utterance', times.p50));
print(toRow('p99 per utterance', times.p99));
print(`| heap, everything compiled | ${heapMb.toFixed(0)} MB | |`);

function report(title: string, recognize: Recognize, slotless = false): void {
  const verdicts = sentences.map((sentence) => judge(sentence, recognize, words.risks, slotless));
  const shares = kinds.map((kind) =>
    toPercent(verdicts.filter((one) => one.sentence.kind === kind)),
  );
  const acted = verdicts.filter((verdict) => verdict.acted).length;
  const outside = sentences.filter(({ kind }) => kind === 'out-of-scope');
  const proposed = outside.filter(({ hear }) => recognize(hear, { names }).kind === 'propose');
  const perThousand = ((1000 * acted) / verdicts.length).toFixed(1);
  print(`| ${title} | ${shares.join(' | ')} | ${perThousand} | ${proposed.length} |`);
  if (process.argv.includes('--list') && recognize === ours) list(verdicts);
}

function toRow(title: string, { cpuMs, wallMs }: Spent): string {
  return `| ${title} | ${cpuMs.toFixed(2)} ms | ${wallMs.toFixed(2)} ms |`;
}

function list(verdicts: readonly Verdict[]): void {
  for (const { sentence, right } of verdicts) if (!right) print(`    ${toLine(sentence)}`);
}

function toLine({ kind, intent = 'none', slots, hear }: Sentence): string {
  return `${kind}: "${hear}" is ${intent} ${slots}`;
}

function toPercent(verdicts: readonly Verdict[]): string {
  const right = verdicts.filter((verdict) => verdict.right).length;
  return `${((100 * right) / Math.max(1, verdicts.length)).toFixed(1)} % of ${verdicts.length}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
