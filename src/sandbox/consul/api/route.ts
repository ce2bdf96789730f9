import type { Call } from './call.ts';

export type Answer = {
  readonly body?: unknown;
  readonly status?: number;
  /** Makes it a query: it can be waited for, and carries the index to wait on next. */
  readonly index?: number;
  /** Said instead of `body`, as plain text. */
  readonly text?: string;
};

export type Handle = (call: Call) => Answer | Promise<Answer>;

export type Route = {
  /** Of the decoded path; what it catches becomes the call's `names`. */
  readonly path: RegExp;
  readonly get?: Handle;
  readonly put?: Handle;
  readonly post?: Handle;
  readonly delete?: Handle;
  /** Answered by the agent itself, leader or not. */
  readonly local?: boolean;
};
