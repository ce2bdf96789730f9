import type { Facts } from '../failure.ts';
import type { Script } from './script.ts';
import { fill, missing } from './voice.ts';

/** A way to say an intent with just these slots: its gist, or else one of its templates. */
export function toSentence(script: Script, slots: Facts): string {
  const { cluster, ...rest } = slots;
  if (cluster === undefined || script.order === undefined) return toPlain(script, slots);
  return `${toPlain(script, rest)} ${fill(script.order, { cluster })}`;
}

/** Whether everything is known that would have to be asked for: "destroy" alone is no advice. */
export function isWhole({ slots: wanted }: Script, slots: Facts): boolean {
  return Object.entries(wanted).every(
    ([slot, { ask, fallback }]) =>
      ask === undefined || fallback !== undefined || slots[slot] !== undefined,
  );
}

function toPlain(script: Script, slots: Facts): string {
  const gist = script.gist?.find((line) => missing(line, slots).length === 0);
  if (gist !== undefined) return fill(gist, slots, script.titles);
  const named = Object.keys(slots).toSorted().join();
  const template =
    script.utterances.find((one) => slotsOf(one).toSorted().join() === named) ??
    script.utterances[0] ??
    '';
  return plain(template)
    .replaceAll(/\{([\w-]+)\}/g, (_whole, slot: string) => String(slots[slot] ?? ''))
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function slotsOf(template: string): readonly string[] {
  return Array.from(template.matchAll(/\{([\w-]+)\}/g), ([, slot = '']) => slot);
}

/** Leaves out what is optional and takes the first of what is alternative, inside out. */
function plain(template: string): string {
  const simpler = template
    .replaceAll(/\[[^[\]()]*\]/g, '')
    .replaceAll(/\(([^[\]()|]*)[^[\]()]*\)/g, '$1');
  return simpler === template ? template : plain(simpler);
}
