/** What can go wrong with an outside thing, in the words a voice can act on. */
export type FailureKind =
  | 'absent'
  /** A component that we could deploy, and have not. */
  | 'undeployed'
  | 'conflict'
  | 'forbidden'
  /** A login of our own was refused: whatever was to be done there was not even asked. */
  | 'untrusted'
  | 'invalid'
  | 'late'
  | 'unreachable'
  | 'sealed'
  | 'unready'
  /** A change was sent and its answer never came: it may have happened. */
  | 'unseen'
  /** A change was given up before it was sent: it has not happened. */
  | 'unsent';

export type Facts = Readonly<Record<string, string | number>>;

/**
 * An error that is spoken: `kind` picks the aside, `facts` fill it. Usual facts: `platform` (who failed),
 * `what` (on what), `because` (a cause a person can act on). The message is for logs.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: FailureKind;
  readonly facts: Facts;

  constructor(kind: FailureKind, facts: Facts = {}, options?: ErrorOptions) {
    super(describe(kind, facts), options);
    this.kind = kind;
    this.facts = facts;
  }
}

function describe(kind: FailureKind, facts: Facts): string {
  const detail = Object.entries(facts).map(([name, value]) => `${name}: ${value}`);
  return [kind, ...detail].join(', ');
}
