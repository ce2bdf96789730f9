/**
 * One spelling for every way a name is written: intent ids have slashes and dashes, Actions names can not
 * ("nomad/run-job", "nomad_run_job" and "NomadRunJob" are the same).
 */
export function fold(name: string): string {
  return name
    .slice(0, 100)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}
