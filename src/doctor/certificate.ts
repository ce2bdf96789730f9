import { X509Certificate } from 'node:crypto';
import { shakeHands } from '../platforms/handshake.ts';
import type { Origin } from '../platforms/http.ts';
import { fine, type Finding, wrong } from './finding.ts';

const dayMs = 24 * 60 * 60_000;
const soonDays = 14;

/** Shakes hands without trusting anything, to tell what is wrong with a certificate rather than that it is. */
export async function examineCertificate(
  origin: Origin,
  now: number,
  signal: AbortSignal,
): Promise<Finding | undefined> {
  const { protocol, hostname } = new URL(origin.url);
  if (protocol === 'http:') return withoutTls(hostname);
  if (origin.tls?.rejectUnauthorized === false) return unverified;
  const shaken = await shakeHands(origin, signal);
  return shaken && toFinding(shaken.certificate, shaken.refusal, now); // silence is said of the answer
}

const unverified: Finding = wrong(
  'certificate',
  'is not verified',
  'Remove insecure-skip-tls-verify from the kubeconfig and give certificate-authority-data.',
);

function withoutTls(host: string): Finding {
  if (/^(localhost|127\..*|\[::1\])$/.test(host))
    return fine('certificate', 'is not needed: plain HTTP within this machine');
  const remedy = 'Use https and give the CA certificate.';
  return wrong('certificate', 'there is none: what is sent can be read on the way', remedy);
}

function toFinding(
  certificate: X509Certificate | undefined,
  refusal: string | undefined,
  now: number,
): Finding | undefined {
  if (!certificate) return undefined;
  const { subjectAltName = 'no name', issuer } = certificate;
  const days = daysLeft(certificate, now);
  const by = /CN=(.*)/.exec(issuer)?.[1] ?? 'somebody unknown';
  const said = `is for ${shorten(subjectAltName)}, signed by ${by}, ${days} days left`;
  if (refusal !== undefined)
    return wrong('certificate', `${said}, and not trusted (${refusal})`, remedyFor(refusal));
  if (days < soonDays) return wrong('certificate', said, 'Renew it: every deploy does.');
  return fine('certificate', said);
}

function remedyFor(refusal: string): string {
  if (refusal.includes('EXPIRED')) return 'Renew it.';
  if (refusal.includes('ALTNAME'))
    return 'Use an address with a name that it has, or set the TLS server name to one of these.';
  return 'Give the certificate of the CA that signed it.';
}

/** The certificate we show of ourselves: those in kubeadm's kubeconfigs end after a year. */
export function examineOwnCertificate({ tls }: Origin, now: number): Finding | undefined {
  if (tls?.cert === undefined) return undefined;
  const days = daysLeft(new X509Certificate(tls.cert), now);
  const said = `has ${days} days left`;
  if (days >= soonDays) return fine('client certificate', said);
  const remedy = 'Ask for a new one (a new kubeconfig, or kubeadm certs renew).';
  return wrong('client certificate', said, remedy);
}

function daysLeft({ validTo }: X509Certificate, now: number): number {
  return Math.floor((Date.parse(validTo) - now) / dayMs);
}

function shorten(names: string): string {
  const [first = '', ...more] = names.split(', ').map((name) => name.replace(/^[^:]*:/, ''));
  return more.length === 0 ? first : `${first} and ${more.length} more`;
}
