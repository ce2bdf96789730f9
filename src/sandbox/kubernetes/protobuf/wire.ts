/** A field as it stands on the wire: its number, and a whole number or bytes. */
export type Part = { readonly number: number; readonly value: number | Buffer };

/** The fields of a protobuf message, in order. Throws a `RangeError` where the bytes are not one. */
export function* partsOf(message: Buffer): Iterable<Part> {
  let at = 0;

  function varint(): number {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, value));
      if (shift > 56n) throw new RangeError('a number is longer than ten bytes');
    }
  }

  function bytes(): Buffer {
    const length = varint();
    if (length < 0 || at + length > message.length) throw new RangeError('a field ends too early');
    at += length;
    return message.subarray(at - length, at);
  }

  while (at < message.length) {
    const tag = varint();
    const kind = tag & 7;
    if (kind !== 0 && kind !== 2) throw new RangeError(`a field has the wire type ${kind}`);
    yield { number: tag >> 3, value: kind === 0 ? varint() : bytes() };
  }
}

/** The one field of this number, of the kind that is asked for. */
export function bytesAt(message: Buffer, number: number): Buffer | undefined {
  for (const part of partsOf(message))
    if (part.number === number && typeof part.value !== 'number') return part.value;
  return undefined;
}
