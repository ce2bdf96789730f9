import type { Catalog } from '../catalog/catalog.ts';
import type { Instance } from '../catalog/record.ts';
import type { Call } from './call.ts';

/** Where a call looks: the datacenter it went to, or a peer's services as that peer exports them. */
export type View = { readonly catalog: Catalog; readonly peer: string };
export type ToView = (call: Call) => View;

/** The instances a call asks for, as far as its token may see them, with those of the node it is near to first. */
export function lookUp(call: Call, { catalog }: View, agent: string): readonly Instance[] {
  const { names, query, may } = call;
  const tags = query.getAll('tag');
  const near = query.get('near');
  const nearest = near === '_agent' ? agent : near;
  const distance = ({ node }: Instance): number => (node.Node === nearest ? 0 : 1);
  return catalog
    .instances(names[0] ?? '')
    .filter(
      ({ node, service }) =>
        may('service', 'read', service.Service) && may('node', 'read', node.Node),
    )
    .filter(({ service: { Tags } }) => tags.every((tag) => Tags.includes(tag)))
    .toSorted((a, b) => distance(a) - distance(b) || (a.node.Node < b.node.Node ? -1 : 1));
}
