import { describe, test } from 'vitest';
import { describeOperating } from './operating.ts';
import { findGround, openOnSandbox } from './places.ts';

describeOperating('operating the sandbox Nomad', openOnSandbox);

const real = await findGround();
if (real) describeOperating('operating a real Nomad', real);

describe.runIf(!real)('operating a real Nomad', () => {
  test.skip('SKIPPED: give NOMAD_ADDR or put nomad on the PATH', () => {});
});
