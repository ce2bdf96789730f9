import { Failure } from '../../failure.ts';
import type { KubeObject, Kubernetes } from '../../platforms/kubernetes/kubernetes.ts';
import type { Part } from '../identity/keyring-entry.ts';

type Service = KubeObject & { readonly spec?: { readonly clusterIP?: string } };

/** Says whose address that is, where the members of a cluster do not. */
export type NameAddress = (address: string) => Promise<string>;

/**
 * The server (`nomad-1`) behind an address that servers advertise (`10.96.0.7:4647`), by the Service that it has of its
 * own; the address itself where none is found. Servers tell names by gossip, which lags behind and may need a token.
 */
export async function namePeer(
  kubernetes: Pick<Kubernetes, 'list'>,
  namespace: Part,
  address: string,
): Promise<string> {
  const host = address.slice(0, address.lastIndexOf(':'));
  const labelSelector = 'app.kubernetes.io/component=peer';
  try {
    const { items } = await kubernetes.list<Service>('Service', { namespace, labelSelector });
    const peer = items.find(({ spec }) => spec?.clusterIP === host);
    return peer?.metadata.name.replace(/-peer$/, '') ?? address;
  } catch (error) {
    if (error instanceof Failure) return address;
    throw error;
  }
}
