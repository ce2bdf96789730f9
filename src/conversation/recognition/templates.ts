/** A template as a tree: words, slots, and choices between sequences (an optional chooses nothing or something). */
export type Node =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'slot'; readonly text: string }
  | { readonly kind: 'choice'; readonly options: readonly (readonly Node[])[] };

/**
 * Reads a template with `[optional]`, `(a|b)` and `{slot}`. Throws when brackets do not pair or when a slot is
 * optional or one of several; the message says what to write instead.
 */
export function parseTemplate(template: string): readonly Node[] {
  const marks = template.match(/[[\]()|]|\{[^}]*\}|[^\s[\]()|{]+/g) ?? [];
  const { nodes, next } = parseSequence(marks, 0, 0, template);
  if (next < marks.length)
    throw new Error(`"${template}" has a stray "${marks[next]}": pair the brackets`);
  return nodes;
}

type Parsed = { readonly nodes: readonly Node[]; readonly next: number };

function parseSequence(
  marks: readonly string[],
  start: number,
  depth: number,
  template: string,
): Parsed {
  const nodes: Node[] = [];
  let next = start;
  while (next < marks.length) {
    const mark = marks[next] ?? '';
    if (/^[\])|]$/.test(mark)) break;
    if (mark === '[' || mark === '(') {
      const group = parseGroup(marks, next, depth, template);
      nodes.push(...group.nodes);
      ({ next } = group);
    } else {
      nodes.push(toLeaf(mark, depth, template));
      next += 1;
    }
  }
  return { nodes, next };
}

function toLeaf(mark: string, depth: number, template: string): Node {
  if (!mark.startsWith('{')) return { kind: 'word', text: mark };
  const slot = /^\{([a-z][a-z-]*)\}$/.exec(mark)?.[1];
  if (slot === undefined)
    throw new Error(
      `"${template}" has ${mark}, which is no slot name: use lower-case letters and dashes`,
    );
  if (depth > 0)
    throw new Error(
      `"${template}" has ${mark} inside an optional or an alternative: write one template with it and one without`,
    );
  return { kind: 'slot', text: slot };
}

function parseGroup(
  marks: readonly string[],
  start: number,
  depth: number,
  template: string,
): Parsed {
  const close = marks[start] === '[' ? ']' : ')';
  const options: (readonly Node[])[] = close === ']' ? [[]] : [];
  let next = start;
  do {
    const option = parseSequence(marks, next + 1, depth + 1, template);
    options.push(option.nodes);
    ({ next } = option);
  } while (marks[next] === '|');
  if (marks[next] !== close) throw new Error(`"${template}" lacks a "${close}": pair the brackets`);
  return { nodes: [{ kind: 'choice', options }], next: next + 1 };
}
