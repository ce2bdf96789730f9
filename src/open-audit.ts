import { open } from 'node:fs/promises';
import type { Log } from './log.ts';
import { type Audit, createAudit } from './policy/audit.ts';
import { createAuditFile, readAuditFile } from './policy/audit-file.ts';

export type OpenAudit = { readonly audit: Audit; readonly close: () => Promise<void> };

/** The audit of every change: in the log, and in a file that is read again at the next start where one is given. */
export async function openAudit(path: string | undefined, log: Log): Promise<OpenAudit> {
  if (path === undefined) {
    const audit = createAudit((deed) => log('audit', { ...deed }));
    return { audit, close: () => Promise.resolve() };
  }
  const file = createAuditFile(path, (error) => log('audit.failed', { error }));
  const past = await assertWritable(path)
    .then(() => readAuditFile(path))
    .catch((cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause);
      const advice = 'name a file that can be written, in a folder that is there';
      throw new Error(`HASHINETES_AUDIT_FILE can not be used: ${why}; ${advice}.`, { cause });
    });
  const audit = createAudit((deed) => {
    log('audit', { ...deed });
    file.append(deed);
  }, past);
  return { audit, close: () => file.flush() };
}

/** Found out at the start: a change that could not be written down later would be one too many. */
async function assertWritable(path: string): Promise<void> {
  const file = await open(path, 'a', 0o600);
  await file.close();
}
