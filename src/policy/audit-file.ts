import { appendFile, readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Deed } from './audit.ts';
import { fromJson } from '../from-json.ts';

const facts = z.record(z.string(), z.union([z.string(), z.number()]));
const deedSchema = z.object({
  at: z.string(),
  turn: z.string(),
  session: z.string(),
  channel: z.string(),
  speaker: z.string(),
  intent: z.string(),
  slots: facts,
  outcome: z.string(),
  undo: z.exactOptional(
    z.union([z.literal('never'), z.object({ intent: z.string(), slots: facts })]),
  ),
  undoes: z.exactOptional(z.number()),
});

export type AuditFile = {
  readonly append: (deed: Deed) => void;
  /** Resolves when everything appended so far is in the file. */
  readonly flush: () => Promise<void>;
};

/** Appends deeds to a file, a line of JSON each and one after the other; a write that fails is reported, not lost silently. */
export function createAuditFile(path: string, onError: (error: unknown) => void): AuditFile {
  let writing = Promise.resolve();
  return {
    append(deed) {
      const line = `${JSON.stringify(deed)}\n`;
      writing = writing.then(() => appendFile(path, line, { mode: 0o600 })).catch(onError);
    },
    flush: () => writing,
  };
}

/** The deeds of an audit file, oldest first: none where there is no file; a line that was cut short is left out. */
export async function readAuditFile(path: string): Promise<readonly Deed[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => {
    const parsed = deedSchema.safeParse(fromJson(line));
    return parsed.success ? [parsed.data] : [];
  });
}
