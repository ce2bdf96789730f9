import type { Check, Instance, Node, Service } from './record.ts';

const noProxy = { Mode: '', MeshGateway: {}, Expose: {} };

export function toShownNode({ CreateIndex, ModifyIndex, ...node }: Node, peer = ''): object {
  return { ...node, ...(peer !== '' && { PeerName: peer }), CreateIndex, ModifyIndex };
}

export function toShownService(
  { CreateIndex, ModifyIndex, ...service }: Service,
  PeerName = '',
): object {
  return { ...service, Proxy: noProxy, Connect: {}, PeerName, CreateIndex, ModifyIndex };
}

export function toShownCheck({ CreateIndex, ModifyIndex, ...check }: Check): object {
  return {
    ...check,
    Interval: '',
    Timeout: '',
    ExposedPort: 0,
    Definition: {},
    CreateIndex,
    ModifyIndex,
  };
}

/** One entry of `health/service`. What a peer sends has its checks made into one. */
export function toHealthEntry({ node, service, checks }: Instance, peer: string): object {
  const [check] = checks;
  return {
    Node: toShownNode(node, peer),
    Service: toShownService(service, peer),
    Checks:
      peer !== '' && check
        ? [{ ...toShownCheck(toOverall(check, service, worstOf(checks))), PeerName: peer }]
        : checks.map(toShownCheck),
  };
}

function toOverall(check: Check, { ID, Service: name }: Service, Status: Check['Status']): Check {
  const CheckID = `${ID}:overall-check`;
  const Name = 'overall-check';
  return { ...check, CheckID, Name, Status, Output: '', ServiceID: ID, ServiceName: name };
}

/** One entry of `catalog/service`: node and service in one flat record. */
export function toCatalogEntry({ node, service }: Instance, peer: string): object {
  const { ID, Node: name, Address, Datacenter, TaggedAddresses, Meta } = node;
  return {
    ID,
    Node: name,
    Address,
    Datacenter,
    TaggedAddresses,
    NodeMeta: Meta,
    ServiceKind: '',
    ServiceID: service.ID,
    ServiceName: service.Service,
    ServiceTags: service.Tags,
    ServiceAddress: service.Address,
    ServiceWeights: service.Weights,
    ServiceMeta: service.Meta ?? {},
    ServicePort: service.Port,
    ServiceEnableTagOverride: service.EnableTagOverride,
    ServiceProxy: noProxy,
    ServiceConnect: {},
    PeerName: peer,
    CreateIndex: service.CreateIndex,
    ModifyIndex: service.ModifyIndex,
  };
}

export function worstOf(checks: readonly Check[]): Check['Status'] {
  const has = (status: Check['Status']): boolean => checks.some(({ Status }) => Status === status);
  if (has('critical')) return 'critical';
  return has('warning') ? 'warning' : 'passing';
}
