export type Kind = 'text' | 'texts' | 'number' | 'flag' | 'duration';

export type Field = { readonly api: string; readonly kind: Kind };

/** How a block of the jobspec becomes a field of the API's job. */
export type Nested = {
  readonly api: string;
  /** `map`: names of the writer's choice to text; `free`: whatever the driver takes. */
  readonly holds: Shape | 'map' | 'free';
  readonly how: 'one' | 'many' | 'keyed';
  /** The API's field for the block's label. */
  readonly label?: string;
};

export type Shape = {
  readonly fields: ReadonlyMap<string, Field>;
  readonly blocks: ReadonlyMap<string, Nested>;
  /** What must be written. */
  readonly required: readonly string[];
};

type Written = Partial<Record<Kind | 'required', string>>;

/**
 * `shape({ number: 'cpu:CPU max_parallel' }, …)`: names as in the jobspec, in the API the same in PascalCase
 * unless another is given after a colon.
 */
export function shape(written: Written, blocks: Readonly<Record<string, Nested>> = {}): Shape {
  const kinds = ['text', 'texts', 'number', 'flag', 'duration'] as const;
  const fields = kinds.flatMap((kind) =>
    (written[kind]?.split(' ') ?? []).map((entry) => {
      const [name = '', api = toPascal(name)] = entry.split(':');
      return [name, { api, kind }] as const;
    }),
  );
  const required = written.required?.split(' ') ?? [];
  return { fields: new Map(fields), blocks: new Map(Object.entries(blocks)), required };
}

export const one = (api: string, holds: Nested['holds']): Nested => ({ api, holds, how: 'one' });
export const many = (api: string, holds: Nested['holds'], label?: string): Nested => ({
  api,
  holds,
  how: 'many',
  ...(label !== undefined && { label }),
});
export const keyed = (api: string, holds: Nested['holds'], label: string): Nested => ({
  api,
  holds,
  how: 'keyed',
  label,
});

function toPascal(name: string): string {
  return name.replaceAll(/(?:^|_)(\w)/g, (_all, letter: string) => letter.toUpperCase());
}
