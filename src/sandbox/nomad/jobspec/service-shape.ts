import { many, one, type Shape, shape } from './shape.ts';

const checkRestart = shape({ number: 'limit', flag: 'ignore_warnings', duration: 'grace' });

const check = shape(
  {
    text: 'name type command path protocol port:PortLabel address_mode advertise initial_status notes tls_server_name:TLSServerName method grpc_service:GRPCService task:TaskName body on_update',
    texts: 'args',
    number: 'success_before_passing failures_before_critical failures_before_warning',
    flag: 'expose tls_skip_verify:TLSSkipVerify grpc_use_tls:GRPCUseTLS',
    duration: 'interval timeout',
  },
  { check_restart: one('CheckRestart', checkRestart), header: one('Header', 'free') },
);

export function serviceShape(identity: Shape): Shape {
  return shape(
    {
      text: 'name port:PortLabel address_mode address task:TaskName on_update provider cluster kind',
      texts: 'tags canary_tags',
      flag: 'enable_tag_override',
    },
    {
      check: many('Checks', check),
      check_restart: one('CheckRestart', checkRestart),
      connect: one('Connect', 'free'),
      meta: one('Meta', 'map'),
      canary_meta: one('CanaryMeta', 'map'),
      tagged_addresses: one('TaggedAddresses', 'map'),
      identity: one('Identity', identity),
      weights: one('Weights', shape({ number: 'passing warning' })),
    },
  );
}
