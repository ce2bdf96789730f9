import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { settings } from '../src/config.ts';

const readme = new URL('../README.md', import.meta.url);
const section = /(?<=<!-- settings -->\n)[^]*(?=<!-- \/settings -->)/;

/** The table of settings as `config.ts` has it; `UPDATE=1 npx vitest run test/readme.test.ts` writes it. */
function toTable(): string {
  const names = new Map<string, string[]>();
  for (const [name, setting] of Object.entries(settings.shape)) {
    const parsed = z.safeParse(setting, undefined);
    const usual: unknown = parsed.success ? parsed.data : undefined;
    const fallback = typeof usual === 'string' || typeof usual === 'number' ? ` (${usual})` : '';
    const meaning = `${setting.description}${fallback}`;
    names.set(meaning, [...(names.get(meaning) ?? []), `\`${name}\``]);
  }
  const rows = Array.from(names, ([meaning, alike]) => `| ${alike.join(', ')} | ${meaning} |`);
  return ['| variable | what it does (without it) |', '|---|---|', ...rows, ''].join('\n');
}

it('lists every setting as config.ts describes it', async () => {
  const text = await readFile(readme, 'utf8');
  if (process.env['UPDATE']) await writeFile(readme, text.replace(section, toTable()));
  expect((await readFile(readme, 'utf8')).match(section)?.[0]).toBe(toTable());
});

it('fits on a page that people read', async () => {
  expect((await readFile(readme, 'utf8')).split('\n').length).toBeLessThanOrEqual(151);
});
