import { type Node, parseTemplate } from './templates.ts';

/** Every phrase that a template without slots stands for: "[all] [of] (its|the) data" is eight. */
export function expand(template: string): readonly string[] {
  if (isPhrase(template)) return [template];
  const nodes = parseTemplate(template);
  refuseSlots(nodes);
  return toSequences(nodes).map((words) => words.join(' '));
}

/** Whether a template stands for nothing but itself. */
export function isPhrase(template: string): boolean {
  return !/[[(]/.test(template);
}

function toSequences(nodes: readonly Node[]): readonly (readonly string[])[] {
  let sequences: readonly (readonly string[])[] = [[]];
  for (const node of nodes) {
    const endings = node.kind === 'choice' ? node.options.flatMap(toSequences) : [[node.text]];
    sequences = sequences.flatMap((start) => endings.map((ending) => start.concat(ending)));
  }
  return sequences;
}

/** Throws on a template that is broken or has slots. */
export function checkWords(template: string): void {
  if (!isPhrase(template)) refuseSlots(parseTemplate(template));
}

function refuseSlots(nodes: readonly Node[]): void {
  for (const node of nodes) {
    if (node.kind === 'slot')
      throw new Error(`{${node.text}} is in a list: only sentences have slots`);
    if (node.kind === 'choice') node.options.forEach(refuseSlots);
  }
}

/** Whether every phrase that a template stands for has several words. */
export function isLong(template: string): boolean {
  const needed = parseTemplate(template).filter(
    (node) => node.kind !== 'choice' || node.options.every(({ length }) => length > 0),
  );
  return needed.length > 1;
}
