import { describe, test } from 'vitest';
import { describeNomad } from './contract.ts';
import { findReal, openSandbox } from './places.ts';

describeNomad('the sandbox Nomad', openSandbox);

const real = await findReal();
if (real) describeNomad('a real Nomad', real);
else
  describe('a real Nomad', () => {
    test.skip('SKIPPED: give NOMAD_ADDR or put nomad on the PATH to hold the sandbox to the real one');
  });
