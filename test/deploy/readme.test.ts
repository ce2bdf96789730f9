import { expect, it } from 'vitest';
import { keyring } from '../../src/stack/identity/keyring.ts';
import { keysOf } from '../../src/stack/identity/keyring-entry.ts';
import { filesEnding, readText } from './objects.ts';

const text = readText('README.md');

it('has every Secret of the keyring in its table', () => {
  const rows = Object.entries(keyring).map(([name, entry]) => {
    const keys = keysOf(entry).map((key) => `\`${key}\``);
    return `| \`${name}\` | ${entry.namespace} | ${keys.join(', ')} | ${entry.readers} |`;
  });
  const start = text.indexOf('| Secret |');
  const table = text.slice(start, text.indexOf('\n\n', start)).split('\n').slice(2);
  expect(table).toEqual(rows);
});

it('speaks of every folder', () => {
  const folders = new Set(filesEnding('.yaml', '.sh', '.txt').map((file) => file.split('/')[0]));
  for (const folder of folders) expect(text).toContain(`\`${folder}`);
});
