import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Builds once before the tests, for the command line is tested as it is shipped; types are the gate's business. */
export function setup(): void {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const tsc = fileURLToPath(new URL('../node_modules/.bin/tsc', import.meta.url));
  execFileSync(tsc, ['-p', 'tsconfig.build.json', '--noCheck'], { cwd: root, stdio: 'inherit' });
}
