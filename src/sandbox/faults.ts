/** What somebody wants to do, as access reviews name it. What is left out means any. */
export type Access = {
  readonly verb?: string | undefined;
  readonly group?: string | undefined;
  readonly resource?: string | undefined;
  readonly subresource?: string | undefined;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
};

export type Trouble = { readonly method?: string; readonly path: RegExp; readonly times?: number };
export type Remedy = {
  readonly delayMs?: number;
  readonly status?: number;
  readonly message?: string;
};

type Undo = () => void;

/** What is to go wrong. Each call returns how to put it right again. */
export type Faults = {
  /** Requests of this sort are 403, and access reviews say so. */
  readonly deny: (access: Access) => Undo;
  /** Requests that match are answered late, or with an error, or late with an error. */
  readonly trouble: (where: Trouble, what: Remedy) => Undo;
  readonly isDenied: (access: Access) => boolean;
  readonly remedyFor: (method: string, path: string) => Remedy | undefined;
};

export function createFaults(): Faults {
  const denials = new Set<Access>();
  const troubles = new Map<Trouble, { left: number; remedy: Remedy }>();
  return {
    deny: (access) => {
      denials.add(access);
      return () => denials.delete(access);
    },
    trouble: (where, remedy) => {
      troubles.set(where, { left: where.times ?? Infinity, remedy });
      return () => troubles.delete(where);
    },
    isDenied: (access) => [...denials].some((denial) => covers(denial, access)),
    remedyFor: (method, path) => {
      for (const [where, state] of troubles) {
        if (state.left <= 0 || !where.path.test(path)) continue;
        if (where.method !== undefined && where.method !== method) continue;
        state.left -= 1;
        return state.remedy;
      }
      return undefined;
    },
  };
}

function covers(denial: Access, access: Access): boolean {
  const parts = ['verb', 'group', 'resource', 'subresource', 'namespace', 'name'] as const;
  return parts.every((part) => denial[part] === undefined || denial[part] === access[part]);
}
