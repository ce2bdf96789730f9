import { Failure } from '../../failure.ts';
import type { Myself } from '../../platforms/nomad/acl.ts';
import type { Nomad } from '../../platforms/nomad/nomad.ts';
import type { Secret } from '../../secret.ts';
import type { StackWorld } from '../stack-world.ts';
import type { Sight, Step } from '../step.ts';
import { stepNames } from '../step-names.ts';

const off: Sight = { kind: 'done', seen: 'ACLs are off' };

/** Gives Nomad its first token, which was drawn before it started: who did it before makes no difference. */
export const bootstrap: Step<StackWorld> = {
  name: stepNames.nomadAcl,
  after: [stepNames.electNomad],
  capMs: 60_000,
  async look(world) {
    const who = await whoIs(world.nomad, await first(world));
    if (who === 'without ACLs') return off;
    if (who === 'management') return { kind: 'done', seen: 'Nomad knows its first token' };
    return { kind: 'waiting', seen: 'Nomad does not know its first token yet' };
  },
  async act(world) {
    try {
      await world.nomad.acl.bootstrap(await first(world));
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== 'conflict') throw error;
      if ((await whoIs(world.nomad, await first(world))) === 'management') return;
      const because =
        'its ACLs were bootstrapped with another token; restore the Secret nomad-identity';
      throw new Failure('invalid', { platform: 'nomad', because }, { cause: error });
    }
  },
};

async function first({ identity }: StackWorld): Promise<Secret> {
  const token = await identity.read('nomad-identity', 'bootstrap');
  if (token) return token;
  const because = 'the Secret nomad-identity is gone; restore it';
  throw new Failure('absent', { platform: 'Kubernetes', what: 'nomad-identity', because });
}

/** Nothing for a token that Nomad does not know. */
async function whoIs(nomad: Nomad, token: Secret): Promise<Myself | undefined> {
  try {
    return await nomad.as(token).acl.whoAmI();
  } catch (error) {
    if (error instanceof Failure && error.kind === 'forbidden') return undefined;
    throw error;
  }
}
