import type { z } from 'zod';
import { Failure } from '../../failure.ts';
import type { Secret } from '../../secret.ts';
import type { Http } from '../http.ts';
import { keys } from './answers.ts';
import type { Errand, Speaker } from './speaker.ts';

/** Where tokens come from. */
export type Tokens = {
  readonly take: () => Promise<Secret | undefined>;
  /** Another token, if it was the token and not the deed that was refused. */
  readonly refused: (token: Secret) => Promise<Secret | undefined>;
  /** Called when the client is closed, while it can still speak. */
  readonly close?: () => Promise<void>;
};

type Path = readonly string[];
type Manner = {
  /** Said without a token: Vault tells and takes it from anybody. */
  readonly open?: boolean;
  readonly wrapSeconds?: number;
  /** A read that makes something, as one of credentials does. */
  readonly isOrder?: boolean;
  readonly timeoutMs?: number;
};

/** One call each, its answer parsed. A path is its segments after `/v1`. */
export type Ask = {
  readonly read: <T extends z.ZodType>(
    schema: T,
    path: Path,
    manner?: Manner,
  ) => Promise<z.output<T>>;
  readonly write: <T extends z.ZodType>(
    schema: T,
    path: Path,
    body: object,
    manner?: Manner,
  ) => Promise<z.output<T>>;
  readonly remove: (path: Path) => Promise<void>;
  /** The keys below a path, none where there is nothing. */
  readonly list: (path: Path) => Promise<readonly string[]>;
  readonly as: (token: Secret) => Ask;
  readonly during: (signal: AbortSignal) => Ask;
};

export function createAsk(speaker: Speaker, http: Http, tokens: Tokens): Ask {
  async function speak(
    path: Path,
    { open = false, ...manner }: Manner,
    say: Parameters<Speaker>[0],
  ): Promise<unknown> {
    const errand: Errand = { http, path, ...manner };
    const token = open ? undefined : await tokens.take();
    try {
      return await speaker(say, { ...errand, token });
    } catch (error) {
      if (!token || !(error instanceof Failure) || error.kind !== 'forbidden') throw error;
      const fresh = await tokens.refused(token);
      if (!fresh) throw error;
      return speaker(say, { ...errand, token: fresh });
    }
  }

  return {
    read: async (schema, path, manner = {}) => {
      const answer = await speak(path, manner, (client, to, options) => client.read(to, options));
      return parse(schema, path, answer);
    },
    write: async (schema, path, body, manner = {}) => {
      const answer = await speak(path, manner, (client, to, options) =>
        client.write(to, body, options),
      );
      return parse(schema, path, answer);
    },
    remove: async (path) => {
      await speak(path, {}, (client, to, options) => client.delete(to, options));
    },
    list: async (path) => {
      try {
        const answer = await speak(path, {}, (client, to, options) => client.list(to, options));
        return parse(keys, path, answer).data.keys;
      } catch (error) {
        if (error instanceof Failure && error.kind === 'absent') return [];
        throw error;
      }
    },
    as: (token) => createAsk(speaker, http, fixed(token)),
    during: (signal) => createAsk(speaker, http.during(signal), tokens),
  };
}

/** One token that nobody renews, or none. */
export function fixed(token: Secret | undefined): Tokens {
  return { take: () => Promise.resolve(token), refused: () => Promise.resolve(undefined) };
}

function parse<T extends z.ZodType>(schema: T, path: Path, answer: unknown): z.output<T> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const because = 'it answered something that is not what Vault answers there';
  const facts = { platform: 'vault', what: path.join('/'), because };
  throw new Failure('unready', facts, { cause: parsed.error });
}
