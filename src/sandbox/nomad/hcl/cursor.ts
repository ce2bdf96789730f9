/** Where something stands, as Nomad's diagnostics say it: lines and columns from 1, the end exclusive. */
export type Range = {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
};

/** A refusal in the form of Nomad's diagnostics: `input.hcl:2,3-9: Summary; Detail`. */
export class HclError extends Error {
  override readonly name = 'HclError';

  constructor(range: Range | undefined, summary: string, detail: string) {
    super(`${range ? describe(range) : '<nil>'}: ${summary}; ${detail}`);
  }
}

function describe({ line, column, endLine, endColumn }: Range): string {
  const end = line === endLine ? endColumn : `${endLine},${endColumn}`;
  return `input.hcl:${line},${column}-${end}`;
}

export type Cursor = {
  readonly at: () => number;
  readonly ended: () => boolean;
  /** What stands here, if it is this; the cursor stays. */
  readonly peek: (pattern: RegExp) => string | undefined;
  /** The same, and the cursor moves behind it. */
  readonly take: (pattern: RegExp) => string | undefined;
  /** Moves over blanks and comments, but not to the next line. */
  readonly skipBlanks: () => void;
  /** Moves over blanks, comments and newlines. */
  readonly skipSpace: () => void;
  readonly range: (from: number, to?: number) => Range;
  readonly fail: (from: number, to: number, summary: string, detail: string) => never;
};

export const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/u;

const blanks = /(?:[ \t\r]|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)+/;
const space = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)+/;

export function createCursor(text: string, firstLine = 1): Cursor {
  let position = 0;

  const peek = (pattern: RegExp): string | undefined => {
    const here = new RegExp(pattern.source, 'yu');
    here.lastIndex = position;
    return here.exec(text)?.[0];
  };
  const take = (pattern: RegExp): string | undefined => {
    const found = peek(pattern);
    position += found?.length ?? 0;
    return found;
  };
  const range = (from: number, to = position): Range => {
    const [line, column] = place(from);
    const [endLine, endColumn] = place(to);
    return { line, column, endLine, endColumn };
  };
  const place = (offset: number): readonly [number, number] => {
    const before = text.slice(0, offset).split('\n');
    return [firstLine + before.length - 1, Array.from(before.at(-1) ?? '').length + 1];
  };

  return {
    at: () => position,
    ended: () => position >= text.length,
    peek,
    take,
    skipBlanks: () => void take(blanks),
    skipSpace: () => void take(space),
    range,
    fail: (from, to, summary, detail) => {
      throw new HclError(range(from, to), summary, detail);
    },
  };
}
