import { createRecognize } from '../src/conversation/recognize.ts';
import type { Recognize } from '../src/conversation/recognition.ts';
import { judge, type Verdict } from '../test/recognition/score.ts';
import { type Kind, kinds, loadSentences, type Sentence } from '../test/recognition/sentences.ts';
import { loadWords } from '../test/recognition/words.ts';
import { hearByNlp } from './recognition/nlp.ts';
import { createStrict } from './recognition/strict.ts';
import { measure } from './recognition/time.ts';

const extra = process.env['HASHINETES_EXTRA_WORDS'];
const half = process.argv.includes('--tune') ? 'tune' : 'report';
const words = loadWords(extra);
const all = loadSentences().filter((sentence) => sentence.half === half);
const sentences = all.filter(({ intent }) => intent === undefined || words.scripts.has(intent));

print(`${words.scripts.size} intents, ${sentences.length} sentences of the ${half} half`);
if (sentences.length < all.length)
  print(`${all.length - sentences.length} sentences skipped: their intents have no words here yet`);

const started = performance.now();
const memory = process.memoryUsage().heapUsed;
const ours = createRecognize(words);
const startMs = performance.now() - started;
const heapMb = (process.memoryUsage().heapUsed - memory) / 1e6;

report('Hashinetes', ours);
report('strict templates', createStrict(words));
const nlp = await hearByNlp(
  words,
  sentences.map(({ hear }) => hear),
);
if (nlp) report('NLP.js at 0.5 (it fills no slots: scored by intent alone)', nlp, true);
else
  print(
    '\nNLP.js is not installed: npm install --no-save @nlpjs/basic (or NLPJS=<path>) to compare',
  );
print(`start ${startMs.toFixed(0)} ms, heap ${heapMb.toFixed(1)} MB`);
print(measure(ours, sentences));

function report(title: string, recognize: Recognize, slotless = false): void {
  const verdicts = sentences.map((sentence) => judge(sentence, recognize, words.risks, slotless));
  const share = (kind: Kind): string => {
    const ofKind = verdicts.filter(({ sentence }) => sentence.kind === kind);
    return `${kind} ${toPercent(ofKind)} of ${ofKind.length}`;
  };
  print(`\n${title}\n  ${kinds.map(share).join('\n  ')}`);
  const acted = verdicts.filter((verdict) => verdict.acted);
  print(`  wrong writes per 1,000 turns ${((1000 * acted.length) / verdicts.length).toFixed(1)}`);
  if (process.argv.includes('--list') && recognize === ours) list(verdicts);
}

function list(verdicts: readonly Verdict[]): void {
  for (const { sentence, right } of verdicts) if (!right) print(`    ${toLine(sentence)}`);
}

function toLine({ kind, intent = 'none', slots, hear }: Sentence): string {
  return `${kind}: "${hear}" is ${intent} ${slots}`;
}

function toPercent(verdicts: readonly Verdict[]): string {
  const right = verdicts.filter((verdict) => verdict.right).length;
  return `${((100 * right) / Math.max(1, verdicts.length)).toFixed(1)} %`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
