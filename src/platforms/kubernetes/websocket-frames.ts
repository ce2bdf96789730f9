import { createHash, randomBytes } from 'node:crypto';

/** One WebSocket frame, unmasked. @see https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */
export type Frame = { readonly opcode: number; readonly payload: Buffer };

export const opcodes = { rest: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const longest = 16 * 1024 * 1024;

/** The frame as it is sent. A client has to mask it, a server must not. */
export function toFrame({ opcode, payload }: Frame, side: 'client' | 'server'): Buffer {
  const { length } = payload;
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  header.writeUInt8(0x80 | opcode, 0); // the last of its message
  header.writeUInt8(length < 126 ? length : length < 65_536 ? 126 : 127, 1);
  if (header.length === 4) header.writeUInt16BE(length, 2);
  if (header.length === 10) header.writeBigUInt64BE(BigInt(length), 2);
  if (side === 'server') return Buffer.concat([header, payload]);
  header.writeUInt8(header.readUInt8(1) | 0x80, 1);
  const mask = randomBytes(4);
  return Buffer.concat([header, mask, masked(payload, mask)]);
}

/** Takes bytes as they arrive and returns what they complete: control frames, and messages put together again. */
export function createFrameReader(): (bytes: Buffer) => readonly Frame[] {
  let waiting: Buffer = Buffer.alloc(0);
  let begun: Frame | undefined;

  return (bytes) => {
    waiting = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes]);
    const frames: Frame[] = [];
    for (let next = readFrame(waiting); next; next = readFrame(waiting)) {
      waiting = waiting.subarray(next.size);
      const whole = next.opcode >= opcodes.close ? next : join(next);
      if (whole) frames.push(whole);
    }
    return frames;
  };

  function join({ opcode, payload, isLast }: Read): Frame | undefined {
    const parts = begun ? Buffer.concat([begun.payload, payload]) : payload;
    if (parts.length > longest) throw new Error('A WebSocket message is longer than 16 MiB');
    const message = { opcode: begun?.opcode ?? opcode, payload: parts };
    begun = isLast ? undefined : message;
    return isLast ? message : undefined;
  }
}

type Read = Frame & { readonly isLast: boolean; readonly size: number };

function readFrame(bytes: Buffer): Read | undefined {
  const place = placeOf(bytes);
  if (!place || bytes.length < place.end) return undefined;
  const { start, end, isMasked } = place;
  const first = bytes.readUInt8(0);
  const sent = bytes.subarray(start, end);
  const payload = isMasked ? masked(sent, bytes.subarray(start - 4, start)) : sent;
  return { opcode: first & 0x0f, payload, isLast: (first & 0x80) !== 0, size: end };
}

type Place = { readonly start: number; readonly end: number; readonly isMasked: boolean };

/** Where the payload is, once the header has arrived. */
function placeOf(bytes: Buffer): Place | undefined {
  if (bytes.length < 2) return undefined;
  const second = bytes.readUInt8(1);
  const isMasked = (second & 0x80) !== 0;
  const short = second & 0x7f;
  const wide = short === 126 ? 2 : short === 127 ? 8 : 0;
  const start = 2 + wide + (isMasked ? 4 : 0);
  if (bytes.length < start) return undefined;
  const length = Number(wide === 0 ? short : `0x${bytes.toString('hex', 2, 2 + wide)}`);
  if (length > longest) throw new Error('A WebSocket frame is longer than 16 MiB');
  return { start, end: start + length, isMasked };
}

function masked(payload: Buffer, mask: Buffer): Buffer {
  return Buffer.from(payload.map((byte, at) => byte ^ (mask[at & 3] ?? 0)));
}

/** What the server answers to prove that it read the client's `Sec-WebSocket-Key`. */
export function acceptKey(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}
