import { type Fields, fieldsAt, isFields, valueAt } from '../../store/object.ts';

/** A pod's specification with everything filled in that the API server would fill in. */
export function podSpecDefaults(spec: Fields): Fields {
  return {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
    ...spec,
    ...each(spec, 'containers', containerDefaults),
    ...each(spec, 'initContainers', containerDefaults),
    ...each(spec, 'volumes', volumeDefaults),
  };
}

/** `{ [name]: [...] }` with every item changed, or nothing where there is no such list. */
export function each(parent: Fields, name: string, change: (item: Fields) => Fields): Fields {
  const items = parent[name];
  if (!Array.isArray(items)) return {};
  return { [name]: items.map((item: unknown) => (isFields(item) ? change(item) : item)) };
}

/** `{ [name]: {...} }` changed, or nothing where there is no such field. */
export function within(parent: Fields, name: string, change: (value: Fields) => Fields): Fields {
  const value = parent[name];
  return isFields(value) ? { [name]: change(value) } : {};
}

function containerDefaults(container: Fields): Fields {
  return {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: pullPolicyFor(container['image']),
    ...container,
    ...within(container, 'resources', resourceDefaults),
    ...each(container, 'ports', (port) => ({ protocol: 'TCP', ...port })),
    ...each(container, 'env', envDefaults),
    ...within(container, 'livenessProbe', probeDefaults),
    ...within(container, 'readinessProbe', probeDefaults),
    ...within(container, 'startupProbe', probeDefaults),
  };
}

function pullPolicyFor(image: unknown): string {
  const name = typeof image === 'string' ? (image.split('/').at(-1) ?? '') : '';
  if (name.includes('@')) return 'IfNotPresent';
  const tag = name.split(':')[1] ?? 'latest';
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function resourceDefaults(resources: Fields): Fields {
  if (!isFields(resources['limits'])) return resources;
  return { ...resources, requests: { ...resources['limits'], ...fieldsAt(resources, 'requests') } };
}

function envDefaults(variable: Fields): Fields {
  const reference = valueAt(variable, 'valueFrom', 'fieldRef');
  if (!isFields(reference)) return variable;
  const valueFrom = {
    ...fieldsAt(variable, 'valueFrom'),
    fieldRef: { apiVersion: 'v1', ...reference },
  };
  return { ...variable, valueFrom };
}

function probeDefaults(probe: Fields): Fields {
  return {
    timeoutSeconds: 1,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
    ...probe,
    ...within(probe, 'httpGet', (get) => ({ path: '/', scheme: 'HTTP', ...get })),
  };
}

function volumeDefaults(volume: Fields): Fields {
  const source = Object.keys(volume).some((name) => name !== 'name') ? {} : { emptyDir: {} };
  return {
    ...volume,
    ...source,
    ...within(volume, 'secret', withMode),
    ...within(volume, 'configMap', withMode),
    ...within(volume, 'projected', withMode),
    ...within(volume, 'downwardAPI', withMode),
  };
}

const withMode = (value: Fields): Fields => ({ defaultMode: 420, ...value });
