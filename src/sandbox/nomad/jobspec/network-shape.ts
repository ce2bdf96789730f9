import { many, one, shape } from './shape.ts';

export const networkShape = shape(
  { text: 'mode device cidr:CIDR ip:IP hostname', number: 'mbits:MBits' },
  {
    port: many(
      'DynamicPorts',
      shape({ number: 'static:Value to', text: 'host_network', flag: 'ignore_collision' }),
      'Label',
    ),
    dns: one('DNS', shape({ texts: 'servers searches options' })),
    cni: one('CNI', shape({}, { args: one('Args', 'map') })),
  },
);
