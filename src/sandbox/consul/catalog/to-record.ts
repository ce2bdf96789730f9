import type { CheckGiven, RegistrationGiven, ServiceGiven } from './given.ts';
import type { Check, Node, Service, Stamps } from './record.ts';

type NodeGiven = Pick<
  RegistrationGiven,
  'ID' | 'Node' | 'Address' | 'NodeMeta' | 'TaggedAddresses'
>;

export function toNode(given: NodeGiven, Datacenter: string): Omit<Node, keyof Stamps> {
  const { ID, Node: name, Address, NodeMeta, TaggedAddresses } = given;
  return {
    ID,
    Node: name,
    Address,
    Datacenter,
    TaggedAddresses: TaggedAddresses ?? null,
    Meta: NodeMeta ?? null,
  };
}

export function toService({
  ID,
  Service: name,
  Tags,
  Address,
  Port,
  Meta,
}: ServiceGiven): Omit<Service, keyof Stamps> {
  return {
    ID: ID || name,
    Service: name,
    Tags: Tags ?? [],
    Address,
    Meta: Meta ?? null,
    Port,
    Weights: { Passing: 1, Warning: 1 },
    EnableTagOverride: false,
  };
}

export function toCheck(
  node: string,
  { CheckID, Name, Status, Notes, Output, ServiceID, Type }: CheckGiven,
  service: Service | undefined,
): Omit<Check, keyof Stamps> {
  return {
    Node: node,
    CheckID: CheckID || Name,
    Name,
    Status: Status || 'critical',
    Notes,
    Output,
    ServiceID,
    ServiceName: service?.Service ?? '',
    ServiceTags: service?.Tags ?? [],
    Type,
  };
}
