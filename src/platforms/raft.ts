/** A server as the raft configuration has it. */
export type Peer = {
  /** What raft calls it. */
  readonly id: string;
  /** Its own name, `nomad-0`; nothing where nobody has heard of it since it left. */
  readonly name: string | undefined;
  readonly isLeader: boolean;
  readonly isVoter: boolean;
};

/** Who belongs to a raft, and changing that: one server at a time, and never more than most can agree to. */
export type Raft = {
  readonly peers: () => Promise<readonly Peer[]>;
  /** Takes one off for good; one that is gone already is gone. */
  readonly remove: (id: string) => Promise<void>;
  /** Makes another lead: this one, where the product lets one choose. */
  readonly handOver: (id: string) => Promise<void>;
};
