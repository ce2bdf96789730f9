import type { Settings } from './config.ts';
import { createAwsPool } from './platforms/pool/aws-pool.ts';
import { createCommandPool } from './platforms/pool/command-pool.ts';
import { createGooglePool } from './platforms/pool/google-pool.ts';
import type { Pool } from './platforms/pool/pool.ts';
import { createSandboxPool } from './platforms/pool/sandbox-pool.ts';
import type { Sandbox } from './sandbox/sandbox.ts';

/** The machines that Nomad's clients run on, if a pool of them is configured. */
export function findPool(settings: Settings, sandbox: Sandbox | undefined): Pool | undefined {
  if (sandbox) return createSandboxPool(sandbox.controls.nomad.pool);
  const { HASHINETES_POOL_COMMAND: command, HASHINETES_POOL_GOOGLE: google } = settings;
  const { HASHINETES_POOL_AWS: aws, HASHINETES_POOL_NODE_POOL: nodePool } = settings;
  const joining = nodePool !== undefined ? { nodePool } : {};
  if (command !== undefined) return createCommandPool({ command, ...joining });
  if (google !== undefined) return createGooglePool({ group: google, ...joining });
  if (aws !== undefined) return createAwsPool({ group: aws, ...joining });
  return undefined;
}
