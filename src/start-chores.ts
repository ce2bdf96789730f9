import type { Config } from './config.ts';
import { keepDoing } from './keep-doing.ts';
import type { Log } from './log.ts';
import type { Places } from './places.ts';

const adoptEveryMs = 3_000;
const unsealEveryMs = 3_000;
/** More than once a day, for the day on which a component is busy. */
const renewEveryMs = 6 * 60 * 60_000;

/** What is done without being asked for. */
export function startChores(
  config: Config,
  places: Places,
  chores: Readonly<Record<'adopting' | 'renewing' | 'unsealing', () => Promise<void>>>,
  log: Log,
): readonly (() => void)[] {
  const adoptions = keepDoing(chores.adopting, adoptEveryMs, 'run.adopting', log);
  if (!mayWrite(config)) return [adoptions];
  const renewals = keepDoing(chores.renewing, renewEveryMs, 'certificates', log);
  const isWithKeys = config.settings.HASHINETES_VAULT === 'hashicorp';
  if (!isWithKeys || places.vault.kind !== 'deployed') return [adoptions, renewals];
  return [adoptions, renewals, keepDoing(chores.unsealing, unsealEveryMs, 'vault.unsealing', log)];
}

/** Without the word of whoever runs it, nothing real is changed, certificates included. */
function mayWrite({ isSandbox, settings }: Config): boolean {
  return isSandbox || settings.HASHINETES_WRITES === true;
}
