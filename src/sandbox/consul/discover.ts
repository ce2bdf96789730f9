import type { Status } from './catalog/record.ts';

/** One instance of a service that runs somewhere in the sandbox, as the agent beside it would announce it. */
export type Discovered = {
  readonly node: { readonly name: string; readonly address: string; readonly isAlive: boolean };
  readonly id: string;
  readonly service: string;
  /** Where it is not its node's. */
  readonly address?: string;
  readonly port: number;
  readonly tags?: readonly string[];
  /** What its own check says; without one, only its node is checked. */
  readonly check?: { readonly name: string; readonly status: Status; readonly output: string };
};

/** What there is to announce, and when that has changed. */
export type Discover = {
  readonly list: () => readonly Discovered[];
  readonly onChange: (listener: () => void) => () => void;
};

/** Several sources as one. */
export function discoverAll(...sources: readonly Discover[]): Discover {
  return {
    list: () => sources.flatMap((source) => source.list()),
    onChange: (listener) => {
      const leave = sources.map((source) => source.onChange(listener));
      return () => {
        for (const one of leave) one();
      };
    },
  };
}

/** A source that has nothing to tell unless that is so. */
export function only(source: Discover, isSo: () => boolean): Discover {
  return { ...source, list: () => (isSo() ? source.list() : []) };
}
