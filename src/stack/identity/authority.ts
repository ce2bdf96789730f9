import { createPrivateKey, generateKeyPair, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import type * as X509 from '@peculiar/x509';
import type { RandomBytes } from './draw.ts';
import { loadX509 } from './x509.ts';

export type Chance = { readonly clock: () => number; readonly random: RandomBytes };

/** A certificate and its key, in PEM. */
export type Pair = { readonly certificate: string; readonly key: string };

const dayMs = 24 * 60 * 60_000;
const caDays = 3_650;
const leafDays = 90;
/** Valid from a little before now, for clocks that are behind. */
const backdateMs = 5 * 60_000;

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signature = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** Makes a CA of ten years that signs servers and clients and no further CA. */
export async function createAuthority({ clock, random }: Chance): Promise<Pair> {
  const x509 = await loadX509();
  const { publicKey, key } = await createKey();
  const name = `CN=Hashinetes CA ${random(4).toString('hex')}`;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: toSerial(random),
    subject: name,
    issuer: name,
    notBefore: new Date(clock() - backdateMs),
    notAfter: new Date(clock() + caDays * dayMs),
    publicKey,
    signingKey: await toSigningKey(key),
    signingAlgorithm: signature,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
    ],
  });
  return { certificate: toPem(certificate), key };
}

/** Signs a certificate for these names and addresses, good for both ends of a connection, for ninety days. */
export async function issueLeaf(
  ca: Pair,
  names: readonly string[],
  { clock, random }: Chance,
): Promise<Pair> {
  const x509 = await loadX509();
  const issuer = new x509.X509Certificate(ca.certificate);
  const { publicKey, key } = await createKey();
  const extensions: X509.Extension[] = [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([
      x509.ExtendedKeyUsage.serverAuth,
      x509.ExtendedKeyUsage.clientAuth,
    ]),
    new x509.SubjectAlternativeNameExtension(
      names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
    ),
    await x509.SubjectKeyIdentifierExtension.create(publicKey),
    await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
  ];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: toSerial(random),
    subject: `CN=${names[0] ?? 'nobody'}`,
    issuer: issuer.subject,
    notBefore: new Date(clock() - backdateMs),
    notAfter: new Date(Math.min(clock() + leafDays * dayMs, issuer.notAfter.getTime())),
    publicKey,
    signingKey: await toSigningKey(ca.key),
    signingAlgorithm: signature,
    extensions,
  });
  return { certificate: toPem(certificate), key };
}

async function createKey(): Promise<{ readonly publicKey: Buffer; readonly key: string }> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('ec', {
    namedCurve: curve.namedCurve,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { publicKey, key: privateKey };
}

function toSigningKey(pem: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  return webcrypto.subtle.importKey('pkcs8', der, curve, false, ['sign']);
}

/** Positive, and never short. */
function toSerial(random: RandomBytes): string {
  const bytes = random(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x40, 0);
  return bytes.toString('hex');
}

function toPem(certificate: { toString: (format: 'pem') => string }): string {
  return `${certificate.toString('pem')}\n`;
}
