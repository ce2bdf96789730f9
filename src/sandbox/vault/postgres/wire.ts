import { createServer, type Server, type Socket } from 'node:net';
import type { Postgres } from './postgres.ts';
import { type Result, type Session, SqlError } from './tables.ts';

const sslRequest = 80_877_103;

/**
 * PostgreSQL's protocol, as far as simple queries need it, so that a real client can log in and ask. Passwords come
 * in clear text, as does everything else: loopback only.
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export function createPostgresServer(postgres: Postgres, isUp: () => boolean): Server {
  return createServer((socket) => {
    if (isUp()) serve(postgres, socket);
    else socket.destroy();
  });
}

function serve(postgres: Postgres, socket: Socket): void {
  let rest = Buffer.alloc(0);
  let user: string | undefined;
  let session: Session | undefined;

  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    try {
      while (step()) continue;
    } catch (error) {
      refuse(error);
    }
  });

  /** Takes one whole message off what has come in, if there is one. */
  function step(): boolean {
    const at = user === undefined ? 0 : 1; // the first message has no type
    if (rest.length < at + 4) return false;
    const length = rest.readInt32BE(at);
    if (rest.length < at + length) return false;
    const type = at === 0 ? '' : String.fromCharCode(rest.readUInt8(0));
    const body = rest.subarray(at + 4, at + length);
    rest = rest.subarray(at + length);
    if (type === '') greet(body);
    else hear(type, body);
    return true;
  }

  function greet(body: Buffer): void {
    if (body.readInt32BE(0) === sslRequest) return void socket.write('N');
    const words = body.toString('utf8', 4).split('\0');
    user = words[words.indexOf('user') + 1] ?? '';
    socket.write(message('R', int32(3))); // clear-text password
  }

  function hear(type: string, body: Buffer): void {
    const text = body.toString().replace(/\0[^]*$/, '');
    if (type === 'X') return void socket.end();
    if (type === 'p') {
      session = postgres.login(user ?? '', text);
      const greeting = ['server_version\x0015.0\0', 'client_encoding\0UTF8\0'];
      socket.write(message('R', int32(0)));
      for (const one of greeting) socket.write(message('S', Buffer.from(one)));
      return ready();
    }
    if (type !== 'Q' || !session)
      throw new SqlError('08P01', 'the sandbox knows simple queries only');
    write(session.query(text));
    ready();
  }

  function write({ command, columns, rows }: Result): void {
    if (columns.length > 0) {
      socket.write(message('T', Buffer.concat([int16(columns.length), ...columns.map(toField)])));
      for (const row of rows)
        socket.write(message('D', Buffer.concat([int16(row.length), ...row.map(toCell)])));
    }
    socket.write(message('C', Buffer.from(`${command}\0`)));
  }

  function ready(): void {
    socket.write(message('Z', Buffer.from('I')));
  }

  function refuse(error: unknown): void {
    const { code, message: words } =
      error instanceof SqlError ? error : new SqlError('XX000', 'internal error');
    const severity = session ? 'ERROR' : 'FATAL';
    const fields = `S${severity}\0V${severity}\0C${code}\0M${words}\0\0`;
    socket.write(message('E', Buffer.from(fields)));
    if (session) ready();
    else socket.end();
  }
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

/** Every column is text (oid 25) of any length. */
function toField(name: string): Buffer {
  const place = Buffer.concat([int32(0), int16(0)]);
  return Buffer.concat([
    Buffer.from(`${name}\0`),
    place,
    int32(25),
    int16(-1),
    int32(-1),
    int16(0),
  ]);
}

function toCell(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([int32(bytes.length), bytes]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}
