import { letters, type World } from '../world.ts';

/** Who logged in, as policies with templates see it. */
export type Alias = {
  readonly mount: string;
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
};

export type TokenEntry = {
  readonly id: string;
  readonly accessor: string;
  readonly policies: readonly string[];
  readonly displayName: string;
  readonly path: string;
  readonly meta: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly creationSeconds: number;
  /** Nothing for a token that does not end. */
  readonly expiresAt: number | undefined;
  readonly maxSeconds: number;
  readonly periodSeconds: number;
  readonly parent: string | undefined;
  readonly alias: Alias | undefined;
};

export type TokenOrder = {
  readonly policies: readonly string[];
  readonly displayName: string;
  readonly path: string;
  /** 0 for one that does not end. */
  readonly ttlSeconds: number;
  readonly maxSeconds?: number;
  readonly periodSeconds?: number;
  readonly meta?: Readonly<Record<string, string>>;
  readonly parent?: string;
  readonly alias?: Alias;
};

export type Tokens = {
  readonly issue: (order: TokenOrder) => TokenEntry;
  readonly find: (id: string) => TokenEntry | undefined;
  readonly findByAccessor: (accessor: string) => TokenEntry | undefined;
  readonly renew: (token: TokenEntry, seconds: number) => TokenEntry;
  /** Ends a token and all that came of it. */
  readonly revoke: (id: string) => void;
  readonly sweep: () => void;
};

export const systemSeconds = 768 * 3_600;

/** `onEnd` hears of every token that ends, so that its leases end too. */
export function createTokens(world: World, onEnd: (id: string) => void): Tokens {
  const tokens = new Map<string, TokenEntry>();

  function revoke(id: string): void {
    if (!tokens.delete(id)) return;
    onEnd(id);
    for (const child of tokens.values()) if (child.parent === id) revoke(child.id);
  }

  function sweep(): void {
    for (const { id, expiresAt } of tokens.values())
      if (expiresAt !== undefined && expiresAt <= world.now()) revoke(id);
  }

  return {
    issue(order) {
      const createdAt = world.now();
      const { ttlSeconds, maxSeconds = systemSeconds, periodSeconds = 0 } = order;
      const seconds = periodSeconds || Math.min(ttlSeconds, maxSeconds || systemSeconds);
      const entry = {
        id: `s.${letters(world, 24)}`,
        accessor: letters(world, 24),
        policies: order.policies,
        displayName: order.displayName,
        path: order.path,
        meta: order.meta ?? {},
        createdAt,
        creationSeconds: seconds,
        expiresAt: seconds === 0 ? undefined : createdAt + seconds * 1_000,
        maxSeconds: maxSeconds || systemSeconds,
        periodSeconds,
        parent: order.parent,
        alias: order.alias,
      };
      tokens.set(entry.id, entry);
      return entry;
    },
    find(id) {
      sweep();
      return tokens.get(id);
    },
    findByAccessor(accessor) {
      sweep();
      return [...tokens.values()].find((one) => one.accessor === accessor);
    },
    renew(token, seconds) {
      const wanted = token.periodSeconds || seconds || token.creationSeconds;
      const last = token.periodSeconds ? Infinity : token.createdAt + token.maxSeconds * 1_000;
      const expiresAt = Math.min(world.now() + wanted * 1_000, last);
      const renewed = { ...token, expiresAt };
      tokens.set(token.id, renewed);
      return renewed;
    },
    revoke,
    sweep,
  };
}

export function secondsLeft({ expiresAt }: Pick<TokenEntry, 'expiresAt'>, now: number): number {
  return expiresAt === undefined ? 0 : Math.max(0, Math.floor((expiresAt - now) / 1_000));
}
