import { describe, test } from 'vitest';
import { describeNomad } from './contract.ts';
import { findReal, openSandbox } from './places.ts';

describeNomad('the sandbox Nomad', openSandbox);

const real = findReal();
if (real) describeNomad('a real Nomad', real); // oxlint-disable-line vitest/no-conditional-tests -- where there is one

describe.runIf(!real)('a real Nomad', () => {
  // oxlint-disable-next-line vitest/no-disabled-tests -- so that nobody thinks it was held to the real one
  test.skip('SKIPPED: give NOMAD_ADDR or put nomad on the PATH to hold the sandbox to it', () => {});
});
