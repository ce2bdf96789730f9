/** Steps that others wait for, as they are spoken: "now to elect a Consul leader". */
export const stepNames = {
  applyServers: 'apply the servers',
  startConsul: 'start the Consul servers',
  electConsul: 'elect a Consul leader',
  consulTokens: 'give Consul its tokens',
  initialiseVault: 'initialise Vault',
  startVault: 'start the Vault servers',
  vaultLogins: 'let Kubernetes log in to Vault',
  startDatabase: 'start the database server',
  startNomad: 'start the Nomad servers',
  electNomad: 'elect a Nomad leader',
  nomadAcl: 'bootstrap the ACLs of Nomad',
  nomadKeys: 'publish the keys of Nomad',
} as const;
