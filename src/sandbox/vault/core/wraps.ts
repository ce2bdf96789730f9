import { letters, type World } from '../world.ts';

export type Wrap = {
  readonly token: string;
  readonly accessor: string;
  readonly path: string;
  readonly createdAt: number;
  readonly ttlSeconds: number;
  readonly answer: object;
};

export type Wraps = {
  readonly wrap: (answer: object, path: string, ttlSeconds: number) => Wrap;
  readonly look: (token: string) => Wrap | undefined;
  /** Gives the answer once. */
  readonly open: (token: string) => object | undefined;
};

/** Answers that wait for the one who holds their token. */
export function createWraps(world: World): Wraps {
  const wraps = new Map<string, Wrap>();

  function look(token: string): Wrap | undefined {
    const wrap = wraps.get(token);
    if (wrap && wrap.createdAt + wrap.ttlSeconds * 1_000 <= world.now()) wraps.delete(token);
    return wraps.get(token);
  }

  return {
    wrap(answer, path, ttlSeconds) {
      const token = `s.${letters(world, 24)}`;
      const accessor = letters(world, 24);
      const wrap = { token, accessor, path, createdAt: world.now(), ttlSeconds, answer };
      wraps.set(token, wrap);
      return wrap;
    },
    look,
    open(token) {
      const wrap = look(token);
      wraps.delete(token);
      return wrap?.answer;
    },
  };
}
