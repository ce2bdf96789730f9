import { z } from 'zod';
import { Failure } from '../../failure.ts';
import { Secret } from '../../secret.ts';
import type { Ask } from './ask.ts';

/** Who one is to Nomad. It answers so even where there are no ACLs, and to a caller without a token. */
export type Myself = 'management' | 'client' | 'anonymous' | 'without ACLs';

export type Acl = {
  /** Failures: forbidden where Nomad does not know the token. */
  readonly whoAmI: () => Promise<Myself>;
  /** Makes this the first token. `false` where there are no ACLs; a conflict where there has been a first one. */
  readonly bootstrap: (secret: Secret) => Promise<boolean>;
  readonly putPolicy: (name: string, description: string, rules: string) => Promise<void>;
  /** One more token with each call: keep it, for it is told once. */
  readonly createToken: (name: string, policies: readonly string[]) => Promise<Issued>;
  readonly deleteToken: (accessor: string) => Promise<void>;
};

export type Issued = { readonly accessor: string; readonly token: Secret };

const itself = z.looseObject({ AccessorID: z.string(), Type: z.enum(['management', 'client']) });
const issued = z.looseObject({
  AccessorID: z.string(),
  SecretID: z.string().transform((value) => new Secret(value)),
});

export function createAcl(ask: Ask): Acl {
  return {
    async whoAmI() {
      const path = ['acl', 'token', 'self'];
      const { AccessorID, Type } = await ask.for(itself, { path });
      if (AccessorID === 'acls-disabled') return 'without ACLs';
      return AccessorID === 'anonymous' ? 'anonymous' : Type;
    },
    async bootstrap(secret) {
      const body = { BootstrapSecret: secret.reveal() };
      try {
        await ask.send({ method: 'POST', path: ['acl', 'bootstrap'], body });
        return true;
      } catch (error) {
        return explain(error);
      }
    },
    putPolicy: async (name, description, rules) => {
      const body = { Name: name, Description: description, Rules: rules };
      await ask.send({ method: 'POST', path: ['acl', 'policy', name], body });
    },
    createToken: async (name, policies) => {
      const body = { Name: name, Type: 'client', Policies: policies };
      const call = { method: 'POST' as const, path: ['acl', 'token'], body };
      const { AccessorID, SecretID } = await ask.for(issued, call);
      return { accessor: AccessorID, token: SecretID };
    },
    deleteToken: async (accessor) => {
      await ask.send({ method: 'DELETE', path: ['acl', 'token', accessor] });
    },
  };
}

function explain(error: unknown): boolean {
  if (!(error instanceof Failure)) throw error;
  const because = String(error.facts['because'] ?? '');
  if (because.includes('ACL support disabled')) return false;
  if (because.includes('already done'))
    throw new Failure('conflict', error.facts, { cause: error });
  throw error;
}
