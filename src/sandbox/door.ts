import { createServer, type RequestListener } from 'node:http';
import type { UpgradeListener } from './kubernetes/http/port-forward.ts';
import type { AddressInfo, Server as TcpServer } from 'node:net';

/** Where something of the sandbox listens, as `host:port` on loopback. */
export type Door = { readonly address: string; readonly shut: () => Promise<void> };

/** Serves HTTP on a free port of loopback. */
export async function serve(listener: RequestListener, upgrade?: UpgradeListener): Promise<Door> {
  const server = createServer(listener);
  if (upgrade) server.on('upgrade', upgrade);
  const door = await listen(server);
  return {
    ...door,
    shut() {
      const closed = door.shut();
      server.closeAllConnections();
      return closed;
    },
  };
}

export async function listen(server: TcpServer): Promise<Door> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${portOf(server.address())}`,
    shut: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
