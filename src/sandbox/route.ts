/** What Nomad and Consul answer a call with. */
export type Answer = {
  readonly body?: unknown;
  readonly status?: number;
  /** Makes it a query: it can be waited for, and carries the index to wait on next. */
  readonly index?: number;
  /** Said instead of `body`, as plain text. */
  readonly text?: string;
};

export type Handle<Call> = (call: Call) => Answer | Promise<Answer>;

/** What is answered at a path, by the methods that it takes. */
export type Route<Call, Method extends string> = {
  /** Of the decoded path; what it catches becomes the call's `names`. */
  readonly path: RegExp;
  /** Answered by whoever is asked, leader or not. */
  readonly local?: boolean;
} & { readonly [method in Method]?: Handle<Call> };
