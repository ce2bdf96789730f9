/** Bytes that nobody can guess, as `randomBytes` of node:crypto. */
export type RandomBytes = (count: number) => Buffer;

/** 256 bits in base64: what gossip is encrypted with, and Vault's seal. */
export function drawKey(random: RandomBytes): string {
  return random(32).toString('base64');
}

/** A version 4 UUID: Consul and Nomad take no other form of token. */
export function drawUuid(random: RandomBytes): string {
  const bytes = random(16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Of letters that need no quoting in a URL, a shell or SQL. */
export function drawPassword(random: RandomBytes): string {
  return random(24).toString('base64url');
}
