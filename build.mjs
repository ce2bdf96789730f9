// Builds dist/ where something in src/ is newer than it, so that a start need not wait for a compiler that has
// nothing to do. Types are the gate's business (npm run check), so each file is only stripped of them. The words of
// intents/ are parsed here as well, for a start not to: dist/words/ is used for as long as the texts are the same. And
// the classifier learns here what people say, from those words and from the data sets: dist/words/classifier.bin.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('.', import.meta.url)));
const compiler = 'node_modules/typescript/bin/tsc';
const dataSets = 'test/recognition';
const options = ['--noCheck', '--noResolve', '--types', ''];

await whereNewer(
  'dist/.built',
  ['tsconfig.json', 'tsconfig.build.json', ...within('src')],
  compile,
);
await whereNewer('dist/.parsed', ['src/from-yaml.ts', ...within('intents')], parseWords);
await whereNewer(
  'dist/.taught',
  [...within('src/conversation'), ...within('intents'), ...within(dataSets)],
  teachClassifier,
);

function compile() {
  const { status, error } = spawnSync(
    process.execPath,
    [compiler, '-p', 'tsconfig.build.json', ...options],
    { stdio: 'inherit' },
  );
  if (status !== 0) {
    process.stderr.write(
      `The build failed${error ? `: ${error.message}` : ''}. Run npm ci first.\n`,
    );
    process.exit(1);
  }
  for (const file of list('dist').filter(isOrphan)) rmSync(file);
}

/** A file that can not be parsed is left to the start, which says what is wrong with it. */
async function parseWords() {
  const { fromYaml } = await import('./dist/from-yaml.js');
  for (const file of list('intents').filter((name) => name.endsWith('.yaml'))) {
    const text = readFileSync(file, 'utf8');
    const content = await fromYaml(text, file).catch(() => undefined);
    const kept = join('dist/words', relative('intents', file).replace(/\.yaml$/, '.json'));
    const digest = createHash('sha256').update(text).digest('hex');
    mkdirSync(dirname(kept), { recursive: true });
    if (content === undefined) rmSync(kept, { force: true });
    else writeFileSync(kept, JSON.stringify({ digest, content }));
  }
}

/** What is wrong with the words is said by the start, too. */
async function teachClassifier() {
  const { teach } = await import('./dist/conversation/recognition/classifier/teach.js');
  const model = await teach(toFolder('intents'), toFolder(dataSets)).catch((error) => {
    process.stderr.write(`The classifier was not taught: ${error.message}\n`);
  });
  if (model) writeFileSync('dist/words/classifier.bin', model);
}

function toFolder(path) {
  return new URL(`${path}/`, import.meta.url);
}

/** Does the work where one of these files is newer than the stamp that the work left behind. */
async function whereNewer(stamp, inputs, work) {
  const done = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  if (Math.max(...inputs.map((file) => statSync(file).mtimeMs)) <= done) return;
  const begun = new Date();
  await work();
  writeFileSync(stamp, '');
  utimesSync(stamp, begun, begun);
}

/** Of a source that is gone: the catalog would take it for a deed without words. */
function isOrphan(file) {
  return file.endsWith('.js') && !existsSync(file.replace(/^dist/, 'src').replace(/\.js$/, '.ts'));
}

/** With the folder itself, which tells what was removed from it. */
function within(folder) {
  return [folder, ...list(folder)];
}

function list(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
    join(folder, name),
  );
}
