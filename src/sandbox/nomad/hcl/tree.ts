import type { Range } from './cursor.ts';

export type Expression = { readonly range: Range } & (
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Expression])[] }
  /** `var.count`, `attr.kernel.name`. */
  | { readonly kind: 'reference'; readonly names: readonly string[] }
  /** Understood where a type is written (`list(string)`), and nowhere else. */
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[] }
);

export type Attribute = {
  readonly name: string;
  readonly value: Expression;
  readonly range: Range;
};

export type Label = { readonly text: string; readonly range: Range };

export type Block = {
  readonly type: string;
  readonly labels: readonly Label[];
  readonly body: Body;
  readonly range: Range;
  readonly opening: Range;
};

export type Body = {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
};
