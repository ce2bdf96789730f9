import type { Adopted } from './adopted.ts';

/** Why pods could not use what was given by address, and what to do about it; nothing where they may. */
export async function obstacleTo(adopted: Adopted | undefined): Promise<string | undefined> {
  const secluded = await adopted?.seclusion();
  if (secluded) {
    const { variable, address, remedy } = secluded;
    return `${variable} is ${address}, where no pod finds anything but itself; set ${remedy} to the address that pods reach`;
  }
  if (await adopted?.hasClientCertificate())
    return `${adopted?.address} wants a client certificate, and pods are given none; let it take a token alone`;
  return undefined;
}
