import { badRequest } from '../status-error.ts';
import { type Stored, textAt } from '../store/object.ts';

const known: Readonly<Record<string, readonly string[]>> = {
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  Event: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  Secret: ['type'],
  Namespace: ['status.phase'],
  Node: ['spec.unschedulable'],
  Service: ['spec.clusterIP', 'spec.type'],
  ReplicaSet: ['status.replicas'],
  Job: ['status.successful'],
};

/** A field selector as the query writes it. Each kind knows few fields; another one is a 400. */
export function parseFieldQuery(kind: string, query: string): (object: Stored) => boolean {
  const fields = new Set(['metadata.name', 'metadata.namespace', ...(known[kind] ?? [])]);
  const tests = query
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [, field = '', operator = '', value = ''] =
        part.match(/^\s*([^=!]+?)\s*(==|=|!=)(.*)$/) ?? [];
      if (operator === '')
        throw badRequest(`invalid selector: '${part}'; can't understand '${part}'`);
      if (!fields.has(field)) throw unknown(field);
      return (object: Stored): boolean =>
        (textAt(object, ...field.split('.')) === value) === (operator !== '!=');
    });
  return (object) => tests.every((test) => test(object));
}

const unknown = (field: string): Error =>
  badRequest(
    `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`,
  );
