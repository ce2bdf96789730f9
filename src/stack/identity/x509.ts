import type * as X509 from '@peculiar/x509';

/** Imported at the first certificate: it costs a tenth of a second, which a voice has better uses for. */
export async function loadX509(): Promise<typeof X509> {
  await import('reflect-metadata'); // @peculiar/x509 will not load without it
  return await import('@peculiar/x509');
}
