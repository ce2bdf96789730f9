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
  const past = await readAuditFile(path);
  const audit = createAudit((deed) => {
    log('audit', { ...deed });
    file.append(deed);
  }, past);
  return { audit, close: () => file.flush() };
}
