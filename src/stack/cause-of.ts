import type { Failure, FailureKind } from '../failure.ts';

/** What a platform is called; those that are not here are named as they are spoken. */
const titles: Readonly<Record<string, string>> = {
  consul: 'Consul',
  kubernetes: 'Kubernetes',
  nomad: 'Nomad',
  vault: 'Vault',
};

/** How each kind is told, where the cause does not tell by itself who it is about. */
const tellings: Readonly<Record<FailureKind, (title: string, because?: string) => string>> = {
  absent: (title, because) => told(`${title} does not have it`, because),
  conflict: (title, because) => told(`somebody else changed it first at ${title}`, because),
  forbidden: (title, because) => told(`${title} did not let me`, because),
  invalid: (title, because) => told(`${title} did not accept that`, because),
  late: (title) => `${title} did not answer in time`,
  sealed: (title) => `${title} is sealed`,
  undeployed: (title) => `${title} is not deployed`,
  unreachable: (title, because) => told(`I can not reach ${title}`, because),
  unready: (title, because) =>
    because === undefined ? `${title} is not ready` : `${title} says: ${because}`,
  unseen: (title) => `I gave ${title} the order, and saw no answer`,
  unsent: (title) => `${title} did not answer in time, so the order was never sent`,
  untrusted: (title, because) => told(`${title} does not know me`, because),
};

/**
 * Why a step or a run did not come to its end, in words that can follow "it failed:". What is told of a platform as
 * of itself is told of it by name: "it is being removed" is "Vault is being removed".
 */
export function causeOf({ kind, facts }: Failure): string {
  const { platform, because } = facts;
  if (platform === undefined) return String(because ?? kind);
  const title = titles[platform] ?? String(platform);
  if (because === undefined) return tellings[kind](title);
  const own = kind === 'unreachable' ? undefined : named(title, String(because));
  return own ?? tellings[kind](title, String(because));
}

/** Words that tell by themselves who they are about, with the name in them; nothing for any others. */
function named(title: string, because: string): string | undefined {
  if (/^No (?:cluster leader|known Consul servers)/i.test(because)) return `${title} has no leader`;
  if (/^(?:I|the Secret|there is no) /.test(because)) return because;
  const [, whose, rest] = /^(it|its|none of its) (.+)$/s.exec(because) ?? [];
  if (whose === undefined) return undefined;
  return whose === 'it' ? `${title} ${rest}` : `${whose.replace('its', `${title}'s`)} ${rest}`;
}

function told(what: string, because: string | undefined): string {
  return because === undefined ? what : `${what}: ${because}`;
}
