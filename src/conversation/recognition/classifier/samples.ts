import type { Script } from '../../script.ts';
import { expand } from '../expand.ts';
import type { Lists } from '../lists.ts';
import { type Node, parseTemplate } from '../templates.ts';
import { pick } from './random.ts';

/** Names that stand for those of a live list, by list. */
export type Values = ReadonlyMap<string, readonly string[]>;

/** A sentence and what it has in its slots. */
export type Sample = { readonly hear: string; readonly slots: Readonly<Record<string, string>> };

/** One of the sentences that a template stands for, with values in its slots. */
export function sample(
  template: string,
  { slots: kinds }: Script,
  { vocabularies }: Lists,
  names: Values,
  random: () => number,
): Sample {
  const slots: Record<string, string> = {};
  return { hear: toWords(parseTemplate(template)).join(' '), slots };

  function toWords(nodes: readonly Node[]): readonly string[] {
    return nodes.flatMap((node) => {
      if (node.kind === 'word') return [node.text];
      if (node.kind === 'choice') return toWords(pick(node.options, random) ?? []);
      return [fill(node.text, kinds[node.text]?.type ?? '')];
    });
  }

  function fill(slot: string, type: string): string {
    const closed = Object.entries(vocabularies[type] ?? {});
    const [value, wordings] = pick(closed, random) ?? [];
    const name = value ?? pick(names.get(type) ?? [], random) ?? slot;
    slots[slot] = name;
    const wording = pick(wordings ?? [], random);
    return wording === undefined ? name : (pick(expand(wording), random) ?? name);
  }
}
