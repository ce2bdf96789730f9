import type { Call } from './call.ts';

/** Nothing is a 204. `raw` is the whole body; the rest is put in Vault's envelope. */
export type Answer =
  | undefined
  | { readonly raw: unknown; readonly status?: number }
  | {
      readonly data?: object;
      readonly auth?: object;
      readonly lease?: {
        readonly id: string;
        readonly durationSeconds: number;
        readonly renewable: boolean;
      };
      readonly warnings?: readonly string[];
    };

export type Handle = (call: Call) => Answer | Promise<Answer>;

export type Route = {
  /** Of the path within its mount; what it catches becomes the call's `names`. */
  readonly path: RegExp;
  readonly read?: Handle;
  readonly list?: Handle;
  readonly write?: Handle;
  readonly delete?: Handle;
  /** Answered without a token. */
  readonly open?: boolean;
  /** Needs the capability `sudo` as well. */
  readonly sudo?: boolean;
  /** Where a first write is `create` and a later one `update`. */
  readonly exists?: (call: Call) => boolean;
};
