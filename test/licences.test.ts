import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** Old packages say `{ type, url }`, or a list of those. */
type License = string | { readonly type: string };
type Package = {
  readonly license?: License | readonly License[];
  readonly dev?: boolean;
  readonly link?: boolean;
};

const lock: { readonly packages: Readonly<Record<string, Package>> } = JSON.parse(
  readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'),
);

/** Licences that ask for no more than that they are kept with what is shipped. */
const permissive = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0', // argparse, the command line of js-yaml
  'Unlicense',
]);

const nameOf = (license: License): string => (typeof license === 'string' ? license : license.type);

/** Of several at once, each has to be. */
const isPermissive = (license: string): boolean =>
  license
    .replaceAll(/[()]/g, '')
    .split(' AND ')
    .every((one) => permissive.has(one));

it('ships only what may be shipped with Apache-2.0', () => {
  const shipped = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && !dev);
  expect(shipped.length).toBeGreaterThan(100);
  const doubtful = shipped
    .map(
      ([path, { license = 'none' }]) => [path, [license].flat().map(nameOf).join(' OR ')] as const,
    )
    .filter(([, license]) => !license.split(' OR ').some(isPermissive));
  expect(doubtful).toEqual([]);
});
