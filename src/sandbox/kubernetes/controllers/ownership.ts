import type { OwnerReference, Stored } from '../store/object.ts';

export const controllerOf = ({ metadata }: Stored): OwnerReference | undefined =>
  metadata.ownerReferences?.find(({ controller }) => controller);

export const isControlledBy = (object: Stored, owner: Stored): boolean =>
  controllerOf(object)?.uid === owner.metadata.uid;

export const controlledBy = ({ apiVersion, kind, metadata }: Stored): OwnerReference => ({
  apiVersion,
  kind,
  name: metadata.name,
  uid: metadata.uid,
  controller: true,
  blockOwnerDeletion: true,
});
