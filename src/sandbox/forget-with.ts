import type { Store } from './kubernetes/store/store.ts';

/** What a server knew goes with the volume that it was on. */
export function forgetWith(
  store: Store,
  { claim, namespace }: { readonly claim: string; readonly namespace: string },
  forget: () => void,
): void {
  store.subscribe(({ type, object: { kind, metadata } }) => {
    const isOurs = kind === 'PersistentVolumeClaim' && metadata.namespace === namespace;
    if (type === 'DELETED' && isOurs && metadata.name === claim) forget();
  });
}
