import type { KubeObject } from '../platforms/kubernetes/kubernetes.ts';

export type WorkerPlace = {
  readonly namespace: string;
  readonly image: string;
  readonly vaultUrl: string;
  readonly databaseUrl: string;
  /** Secret there with the CA of both as `ca.crt`, of which no other key is shown; without one, nothing is verified. */
  readonly caSecret?: string;
  /** Of a Vault that is somebody else's: in place of that CA, and the name its certificate has. */
  readonly vault?: { readonly ca?: string; readonly servername?: string };
};

/** Where a worker finds the CA of a Vault that is somebody else's, in PEM. */
export function toTrust({ namespace, vault }: WorkerPlace): Trust | undefined {
  if (vault?.ca === undefined) return undefined;
  const metadata = { name: trusted, namespace, labels };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'ca.crt': vault.ca } };
}

type Trust = KubeObject & { readonly data: Readonly<Record<string, string>> };

export type Job = KubeObject & {
  readonly spec: object;
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
};

/** What the worker's token is for: Vault refuses one that was meant for somebody else. */
export const audience = 'vault';

const tokens = '/var/run/secrets/hashinetes';
const trust = '/etc/hashinetes';
const vaultTrust = '/etc/hashinetes-vault';
const trusted = 'worker-vault';
export const labels = {
  'app.kubernetes.io/name': 'worker',
  'app.kubernetes.io/part-of': 'hashinetes',
  'app.kubernetes.io/managed-by': 'hashinetes',
};

/** A Job that runs the worker once, and leaves five minutes after. */
export function toWorkerJob(name: string, place: WorkerPlace): Job {
  const { namespace, image, vaultUrl, databaseUrl, caSecret, vault } = place;
  const env = {
    VAULT_ADDR: vaultUrl,
    DATABASE_URL: databaseUrl,
    WORKER_TOKEN_FILE: `${tokens}/token`,
    ...(caSecret !== undefined && { DATABASE_CACERT: `${trust}/ca.crt` }),
    ...toVaultTrust(place),
  };
  const serviceAccountToken = { path: 'token', audience, expirationSeconds: 600 };
  const items = [{ key: 'ca.crt', path: 'ca.crt' }];
  const isTrusting = caSecret !== undefined;
  const isElsewhere = vault?.ca !== undefined;
  const container = {
    name: 'worker',
    image,
    args: ['worker', '--keep-lease'],
    env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
    resources: { requests: { cpu: '50m', memory: '96Mi' }, limits: { memory: '192Mi' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: [
      { name: 'identity', mountPath: tokens, readOnly: true },
      ...(isTrusting ? [{ name: 'trust', mountPath: trust, readOnly: true }] : []),
      ...(isElsewhere ? [{ name: trusted, mountPath: vaultTrust, readOnly: true }] : []),
    ],
  };
  const pod = {
    serviceAccountName: 'worker',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    restartPolicy: 'Never',
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 10_001,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [container],
    volumes: [
      { name: 'identity', projected: { sources: [{ serviceAccountToken }] } },
      ...(isTrusting ? [{ name: 'trust', secret: { secretName: caSecret, items } }] : []),
      ...(isElsewhere ? [{ name: trusted, configMap: { name: trusted } }] : []),
    ],
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace, labels },
    spec: {
      backoffLimit: 2,
      activeDeadlineSeconds: 120,
      ttlSecondsAfterFinished: 300,
      template: { metadata: { labels }, spec: pod },
    },
  };
}

function toVaultTrust({ caSecret, vault }: WorkerPlace): Readonly<Record<string, string>> {
  const ours = caSecret === undefined ? undefined : `${trust}/ca.crt`;
  const theirs = vault?.ca === undefined ? undefined : `${vaultTrust}/ca.crt`;
  const file = vault ? theirs : ours;
  const servername = vault?.servername;
  return {
    ...(file !== undefined && { VAULT_CACERT: file }),
    ...(servername !== undefined && { VAULT_TLS_SERVER_NAME: servername }),
  };
}
