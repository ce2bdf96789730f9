import type { Scripts } from '../recognition.ts';
import type { Script } from '../script.ts';

/** The scripts with those slots alone that words may fill. */
export function toHeardScripts(scripts: Scripts): Scripts {
  return new Map(Array.from(scripts, ([id, script]) => [id, toHeard(script)]));
}

function toHeard(script: Script): Script {
  const slots = Object.entries(script.slots).filter(([, { unheard }]) => !unheard);
  return { ...script, slots: Object.fromEntries(slots) };
}
