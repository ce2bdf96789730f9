// Builds dist/ where something in src/ is newer than it, so that a start need not wait for a compiler that has
// nothing to do. Types are the gate's business (npm run check), so each file is only stripped of them.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('.', import.meta.url)));
const stamp = 'dist/.built';
const compiler = 'node_modules/typescript/bin/tsc';
const options = ['--noCheck', '--noResolve', '--types', ''];

if (newest() > built()) {
  const begun = new Date();
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
  writeFileSync(stamp, '');
  utimesSync(stamp, begun, begun);
}

function newest() {
  const inputs = ['tsconfig.json', 'tsconfig.build.json', 'src', ...list('src')];
  return Math.max(...inputs.map((file) => statSync(file).mtimeMs)); // a folder's tells what was removed from it
}

function built() {
  return existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
}

/** Of a source that is gone: the catalog would take it for a deed without words. */
function isOrphan(file) {
  return file.endsWith('.js') && !existsSync(file.replace(/^dist/, 'src').replace(/\.js$/, '.ts'));
}

function list(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
    join(folder, name),
  );
}
