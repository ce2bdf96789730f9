/** What was looked at, how it is, and where it is wrong, what to do. Holds no secrets. */
export type Finding = {
  readonly about: 'answer' | 'certificate' | 'client certificate' | 'clock' | 'permissions';
  /** `absent` is no problem: it is not deployed yet. */
  readonly state: 'ok' | 'problem' | 'absent';
  readonly said: string;
  readonly remedy?: string;
};

/** One platform and all that was found out about it. */
export type Report = { readonly platform: string; readonly findings: readonly Finding[] };

export function fine(about: Finding['about'], said: string): Finding {
  return { about, state: 'ok', said };
}

export function wrong(about: Finding['about'], said: string, remedy: string): Finding {
  return { about, state: 'problem', said, remedy };
}
