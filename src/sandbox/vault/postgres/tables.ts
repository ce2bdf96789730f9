/** A user of the database, and what it may do on which table. */
export type Role = {
  readonly name: string;
  readonly password: string;
  readonly validUntil: number | undefined;
  readonly isSuperuser: boolean;
  readonly grants: ReadonlySet<string>;
};

/** Rows of text, as the wire carries them. */
export type Result = {
  readonly command: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
};

export type Session = { readonly user: string; readonly query: (sql: string) => Result };

/** What PostgreSQL says no with: a SQLSTATE and words. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export type Tables = {
  readonly roles: Map<string, Role>;
  readonly tables: Map<string, readonly (readonly string[])[]>;
};
