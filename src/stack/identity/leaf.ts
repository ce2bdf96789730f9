import { X509Certificate } from 'node:crypto';

const dayMs = 24 * 60 * 60_000;

/**
 * Whether a certificate should be replaced today: tomorrow, two thirds of its life will be over, or it lacks a
 * name. Looked at once a day, it is always younger than that.
 */
export function isDue(pem: string, names: readonly string[], now: number): boolean {
  const { validFrom, validTo, subjectAltName = '' } = new X509Certificate(pem);
  const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
  const covered = new Set(subjectAltName.split(', ').map(toName));
  return now + dayMs >= from + ((to - from) * 2) / 3 || names.some((name) => !covered.has(name));
}

/** Whether the CA signed it, whatever the date. */
export function isSignedBy(pem: string, caPem: string): boolean {
  const [leaf, ca] = [new X509Certificate(pem), new X509Certificate(caPem)];
  return leaf.checkIssued(ca) && leaf.verify(ca.publicKey);
}

/** Short, and another for every certificate: in a pod template's annotation, a new one rolls the pods. */
export function stampOf(pem: string): string {
  return new X509Certificate(pem).fingerprint256.replaceAll(':', '').slice(0, 16).toLowerCase();
}

function toName(entry: string): string {
  const name = entry.replace(/^(DNS|IP Address):/, '');
  return name === '0:0:0:0:0:0:0:1' ? '::1' : name;
}
