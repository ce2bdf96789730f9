import {
  affinity,
  constraint,
  migrate,
  reschedule,
  restart,
  spread,
  update,
} from './policy-shapes.ts';
import { keyed, many, one, shape } from './shape.ts';
import { serviceShape } from './service-shape.ts';
import { networkShape } from './network-shape.ts';

const identity = shape({
  text: 'name change_mode change_signal filepath service_name',
  texts: 'aud:Audience extra_claims',
  flag: 'env file',
  duration: 'ttl:TTL',
});
const consul = shape({ text: 'namespace cluster partition' });
const vault = shape({
  text: 'role namespace cluster change_mode change_signal',
  texts: 'policies',
  flag: 'env disable_file allow_token_expiration',
});
const scaling = shape(
  { number: 'min max', flag: 'enabled', text: 'type' },
  { policy: one('Policy', 'free') },
);
const device = shape(
  { number: 'count' },
  { constraint: many('Constraints', constraint), affinity: many('Affinities', affinity) },
);

const template = shape(
  {
    text: 'source:SourcePath destination:DestPath data:EmbeddedTmpl change_mode change_signal perms left_delimiter:LeftDelim right_delimiter:RightDelim',
    flag: 'once env:Envvars error_on_missing_key:ErrMissingKey',
    number: 'uid gid',
    duration: 'splay vault_grace',
  },
  {
    wait: one('Wait', shape({ duration: 'min max' })),
    change_script: one(
      'ChangeScript',
      shape({
        text: 'command',
        texts: 'args',
        flag: 'fail_on_error run_on_first_render',
        duration: 'timeout',
        required: 'command',
      }),
    ),
  },
);

const task = shape(
  {
    text: 'driver user kill_signal kind',
    flag: 'leader',
    duration: 'kill_timeout shutdown_delay',
  },
  {
    config: one('Config', 'free'),
    env: one('Env', 'map'),
    meta: one('Meta', 'map'),
    resources: one(
      'Resources',
      shape(
        {
          number:
            'cpu:CPU cores memory:MemoryMB memory_max:MemoryMaxMB disk:DiskMB iops:IOPS secrets:SecretsMB',
        },
        { network: many('Networks', networkShape), device: many('Devices', device, 'Name') },
      ),
    ),
    constraint: many('Constraints', constraint),
    affinity: many('Affinities', affinity),
    restart: one('RestartPolicy', restart),
    template: many('Templates', template),
    vault: one('Vault', vault),
    consul: one('Consul', consul),
    service: many('Services', serviceShape(identity)),
    identity: many('Identities', identity),
    lifecycle: one('Lifecycle', shape({ text: 'hook', flag: 'sidecar', required: 'hook' })),
    logs: one(
      'LogConfig',
      shape({ number: 'max_files max_file_size:MaxFileSizeMB', flag: 'enabled disabled' }),
    ),
    artifact: many(
      'Artifacts',
      shape(
        {
          text: 'source:GetterSource mode:GetterMode destination:RelativeDest',
          flag: 'insecure:GetterInsecure chown',
        },
        { options: one('GetterOptions', 'map'), headers: one('GetterHeaders', 'map') },
      ),
    ),
    dispatch_payload: one('DispatchPayload', shape({ text: 'file' })),
    volume_mount: many(
      'VolumeMounts',
      shape({
        text: 'volume destination propagation_mode selinux_label:SELinuxLabel',
        flag: 'read_only',
      }),
    ),
    scaling: many('ScalingPolicies', scaling, 'Type'),
    csi_plugin: one(
      'CSIPluginConfig',
      shape({
        text: 'id:ID type mount_dir stage_publish_base_dir',
        duration: 'health_timeout',
      }),
    ),
    action: many('Actions', shape({ text: 'command', texts: 'args', required: 'command' }), 'Name'),
  },
);

const group = shape(
  {
    number: 'count',
    flag: 'prevent_reschedule_on_lost',
    duration: 'shutdown_delay max_run_duration stop_after_client_disconnect max_client_disconnect',
  },
  {
    task: many('Tasks', task, 'Name'),
    constraint: many('Constraints', constraint),
    affinity: many('Affinities', affinity),
    spread: many('Spreads', spread),
    volume: keyed(
      'Volumes',
      shape({
        text: 'type source access_mode attachment_mode',
        flag: 'read_only sticky per_alloc',
      }),
      'Name',
    ),
    restart: one('RestartPolicy', restart),
    reschedule: one('ReschedulePolicy', reschedule),
    disconnect: one(
      'Disconnect',
      shape({ text: 'reconcile', flag: 'replace', duration: 'lost_after stop_on_client_after' }),
    ),
    ephemeral_disk: one('EphemeralDisk', shape({ flag: 'sticky migrate', number: 'size:SizeMB' })),
    update: one('Update', update),
    migrate: one('Migrate', migrate),
    network: many('Networks', networkShape),
    meta: one('Meta', 'map'),
    service: many('Services', serviceShape(identity)),
    scaling: one('Scaling', scaling),
    consul: one('Consul', consul),
  },
);

/** @see https://developer.hashicorp.com/nomad/docs/job-specification */
export const jobShape = shape(
  {
    text: 'region namespace id:ID name type node_pool consul_namespace vault_namespace',
    texts: 'datacenters',
    number: 'priority',
    flag: 'all_at_once',
  },
  {
    group: many('TaskGroups', group, 'Name'),
    task: many('Tasks', task, 'Name'),
    vault: one('Vault', vault),
    constraint: many('Constraints', constraint),
    affinity: many('Affinities', affinity),
    spread: many('Spreads', spread),
    update: one('Update', update),
    migrate: one('Migrate', migrate),
    reschedule: one('Reschedule', reschedule),
    meta: one('Meta', 'map'),
    periodic: one(
      'Periodic',
      shape({
        text: 'cron:Spec time_zone:TimeZone',
        texts: 'crons:Specs',
        flag: 'enabled prohibit_overlap',
      }),
    ),
    parameterized: one(
      'ParameterizedJob',
      shape({ text: 'payload', texts: 'meta_required meta_optional' }),
    ),
    ui: one(
      'UI',
      shape({ text: 'description' }, { link: many('Links', shape({ text: 'label url:URL' })) }),
    ),
  },
);
