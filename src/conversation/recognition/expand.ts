import { type Node, parseTemplate } from './templates.ts';

/** Every phrase that a template without slots stands for: "[all] [of] (its|the) data" is eight. */
export function expand(template: string): readonly string[] {
  if (!/[[(]/.test(template)) return [template];
  return toSequences(parseTemplate(template)).map((words) => words.join(' '));
}

function toSequences(nodes: readonly Node[]): readonly (readonly string[])[] {
  let sequences: readonly (readonly string[])[] = [[]];
  for (const node of nodes) {
    if (node.kind === 'slot')
      throw new Error(`{${node.text}} is in a list: only sentences have slots`);
    const endings = node.kind === 'word' ? [[node.text]] : node.options.flatMap(toSequences);
    sequences = sequences.flatMap((start) => endings.map((ending) => start.concat(ending)));
  }
  return sequences;
}
