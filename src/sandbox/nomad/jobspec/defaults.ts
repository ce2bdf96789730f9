const second = 1e9;
const minute = 60 * second;

const nothing = (...names: readonly string[]): Readonly<Record<string, null>> =>
  Object.fromEntries(names.map((name) => [name, null]));

/** What Nomad fills in, by https://developer.hashicorp.com/nomad/docs/job-specification; durations in ns. */
export const blankJob = {
  ...nothing('Affinities', 'Migrate', 'Multiregion', 'Reschedule', 'Spreads', 'UI', 'VersionTag'),
  AllAtOnce: false,
  Constraints: null,
  ConsulNamespace: '',
  CreateIndex: 0,
  Datacenters: ['*'],
  DispatchIdempotencyToken: '',
  Dispatched: false,
  JobModifyIndex: 0,
  Meta: null,
  ModifyIndex: 0,
  Namespace: 'default',
  NodePool: 'default',
  NomadTokenID: '',
  ParameterizedJob: null,
  ParentID: '',
  Payload: null,
  Periodic: null,
  Priority: 50,
  Region: 'global',
  Stable: false,
  Status: '',
  StatusDescription: '',
  Stop: false,
  SubmitTime: 0,
  Type: 'service',
  VaultNamespace: '',
  Version: 0,
};

export const blankParameterized = { Payload: 'optional', MetaRequired: null, MetaOptional: null };

export const blankGroup = {
  ...nothing('Affinities', 'Consul', 'Disconnect', 'MaxClientDisconnect', 'MaxRunDuration'),
  ...nothing('Meta', 'Networks', 'Scaling', 'Services', 'ShutdownDelay', 'Spreads', 'Volumes'),
  ...nothing('StopAfterClientDisconnect'),
  Constraints: null,
  Count: 1,
  EphemeralDisk: { Migrate: false, SizeMB: 300, Sticky: false },
  Migrate: {
    HealthCheck: 'checks',
    HealthyDeadline: 5 * minute,
    MaxParallel: 1,
    MinHealthyTime: 10 * second,
  },
  Name: '',
  PreventRescheduleOnLost: false,
};

export const blankTask = {
  ...nothing('Actions', 'Affinities', 'Artifacts', 'Consul', 'DispatchPayload', 'Env'),
  ...nothing('Identities', 'Identity', 'Lifecycle', 'Meta', 'ScalingPolicies', 'Schedule'),
  ...nothing('Secrets', 'Services', 'Templates', 'Vault', 'VolumeMounts'),
  Config: null,
  Constraints: null,
  Driver: '',
  KillSignal: '',
  KillTimeout: 5 * second,
  Kind: '',
  Leader: false,
  LogConfig: { Disabled: false, MaxFileSizeMB: 10, MaxFiles: 10 },
  Name: '',
  ShutdownDelay: 0,
  User: '',
};

export const resources = {
  ...nothing('Devices', 'NUMA', 'Networks'),
  CPU: 100,
  Cores: 0,
  DiskMB: 0,
  IOPS: 0,
  MemoryMB: 300,
  MemoryMaxMB: 0,
  SecretsMB: 0,
};

export const update = {
  AutoPromote: false,
  AutoRevert: false,
  Canary: 0,
  HealthCheck: 'checks',
  HealthyDeadline: 5 * minute,
  MaxParallel: 1,
  MinHealthyTime: 10 * second,
  ProgressDeadline: 10 * minute,
  Stagger: 30 * second,
};

export function restart(service: boolean) {
  return {
    Attempts: service ? 2 : 3,
    Delay: 15 * second,
    Interval: service ? 30 * minute : 24 * 60 * minute,
    Mode: 'fail',
    RenderTemplates: false,
  };
}

export function reschedule(service: boolean) {
  return {
    Attempts: service ? 0 : 1,
    Delay: service ? 30 * second : 5 * second,
    DelayFunction: service ? 'exponential' : 'constant',
    Interval: service ? 0 : 24 * 60 * minute,
    MaxDelay: service ? 60 * minute : 0,
    Unlimited: service,
  };
}
