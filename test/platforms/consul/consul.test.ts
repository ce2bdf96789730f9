import { describe, test } from 'vitest';
import { describeConsul } from './contract.ts';
import { findReal, openSandbox } from './places.ts';

describeConsul('the sandbox Consul', openSandbox);

const real = findReal();
if (real) describeConsul('a real Consul', real); // oxlint-disable-line vitest/no-conditional-tests -- where there is one

describe.runIf(!real)('a real Consul', () => {
  // oxlint-disable-next-line vitest/no-disabled-tests -- so that nobody thinks it was held to the real one
  test.skip('SKIPPED: give CONSUL_HTTP_ADDR or put consul on the PATH to hold the sandbox to it', () => {});
});
