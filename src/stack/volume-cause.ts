import type { KubeObject, Kubernetes } from '../platforms/kubernetes/kubernetes.ts';

/** What a pod complains of, or the cause that lies behind a claim nobody binds. */
export async function nameVolumeCause(kubernetes: Kubernetes, trouble: string): Promise<string> {
  if (!/unbound|PersistentVolumeClaim/.test(trouble)) return trouble;
  const { items } = await kubernetes.list<KubeObject>('StorageClass');
  if (items.some(isDefault)) return 'their volumes are not bound yet';
  return 'their volumes are not bound: the cluster has no default StorageClass, so make one the default';
}

function isDefault({ metadata }: KubeObject): boolean {
  return metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
}
