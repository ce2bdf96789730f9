import { invalidValue, notAllowed, required } from '../../cause.ts';
import type { Service } from '../../shapes/network.ts';
import { isKind } from '../../shapes/shapes.ts';
import { type Cause, invalid } from '../../status-error.ts';
import { type Stored, valueAt } from '../../store/object.ts';
import { isSame } from '../../store/same.ts';
import { assertLeaseTimes } from './lease.ts';
import { labelCauses, nameCauses } from './names.ts';
import { shapeCauses } from './shape.ts';
import {
  podSpecCauses,
  replicaCauses,
  statefulSetChangeCauses,
  templateCauses,
} from './workload.ts';

/** Throws 422 with every cause, when the object may not be created like this. */
export function validateCreate(object: Stored): void {
  refuse(object, [...nameCauses(object), ...labelCauses(object), ...contentCauses(object)]);
}

/** Throws 422 with every cause, when the object may not become this. */
export function validateUpdate(before: Stored, after: Stored): void {
  refuse(after, [...labelCauses(after), ...contentCauses(after), ...changeCauses(before, after)]);
}

function refuse({ kind, metadata }: Stored, causes: readonly Cause[]): void {
  if (causes.length > 0) throw invalid(kind, metadata.name, causes);
}

function contentCauses(object: Stored): Cause[] {
  const missing = shapeCauses(object);
  if (missing.length > 0) return missing;
  if (isKind(object, 'Pod')) return podSpecCauses(object.spec, 'spec');
  if (isKind(object, 'StatefulSet')) {
    const claims = object.spec.volumeClaimTemplates?.map(({ metadata }) => metadata.name);
    return [...replicaCauses(object.spec.replicas), ...templateCauses(object.spec, claims)];
  }
  if (isKind(object, 'Deployment') || isKind(object, 'ReplicaSet'))
    return [...replicaCauses(object.spec.replicas), ...templateCauses(object.spec)];
  if (isKind(object, 'Job')) return templateCauses(object.spec);
  if (isKind(object, 'Service')) return serviceCauses(object);
  if (object.kind === 'Lease') assertLeaseTimes(object);
  return [];
}

function serviceCauses({ spec: { ports = [], type, clusterIP } }: Service): Cause[] {
  if (type === 'ExternalName' || clusterIP === 'None') return [];
  if (ports.length === 0) return [required('spec.ports')];
  if (ports.length === 1) return [];
  return ports.flatMap(({ name }, index) => (name ? [] : [required(`spec.ports[${index}].name`)]));
}

const immutable = 'field is immutable';

function changeCauses(before: Stored, after: Stored): Cause[] {
  if (isKind(before, 'StatefulSet') && isKind(after, 'StatefulSet'))
    return statefulSetChangeCauses(before, after);
  if (isKind(before, 'Service') && isKind(after, 'Service')) return addressCauses(before, after);
  if (before.kind === 'Deployment') return unchanged(before, after, 'selector');
  if (before.kind === 'Job') return unchanged(before, after, 'template');
  if (before.kind === 'Secret' || before.kind === 'ConfigMap') return frozenCauses(before, after);
  return [];
}

function unchanged(before: Stored, after: Stored, field: string): Cause[] {
  const value = valueAt(after, 'spec', field);
  if (isSame(valueAt(before, 'spec', field), value)) return [];
  return [invalidValue(`spec.${field}`, value, immutable)];
}

function addressCauses(before: Service, { spec: { clusterIP } }: Service): Cause[] {
  if (before.spec.clusterIP === undefined || before.spec.clusterIP === clusterIP) return [];
  return [invalidValue('spec.clusterIPs[0]', [clusterIP], 'may not change once set')];
}

function frozenCauses(before: Stored, after: Stored): Cause[] {
  if (before.kind === 'Secret' && before['type'] !== after['type'])
    return [invalidValue('type', after['type'], immutable)];
  if (before['immutable'] !== true || isSame(before['data'], after['data'])) return [];
  return [notAllowed('data', 'field is immutable when `immutable` is set')];
}
