import { Failure } from '../../failure.ts';
import { Secret } from '../../secret.ts';
import type { RecipeContext } from '../component.ts';
import { isAway } from '../is-away.ts';
import { measureServers } from '../servers.ts';
import type { StackWorld } from '../stack-world.ts';
import type { Sight, Step } from '../step.ts';
import { stepNames } from '../step-names.ts';
import { ordinalOf } from '../steps/take-off.ts';
import { isNewlyStarted, listVaultPods } from '../vault-pods.ts';
import { giveKeys, readKeys } from './vault-keys.ts';
import { beginAnew, forgetBeginning, isOurBeginning, noteBeginning } from './vault-beginning.ts';

/** How long somebody else may take to keep what Vault has answered them. */
const graceLooks = 20;

/**
 * Initialises the first server alone, through its own address: the others join it. The answer comes once in the life
 * of a Vault, so it is kept before anything else happens. Where whoever asked was ended before that, nobody ever had
 * the keys and nothing can be inside: the servers then begin anew on empty volumes.
 */
export function initialise({ sizeOf }: RecipeContext): Step<StackWorld> {
  let looksWithoutKeys = 0;
  return {
    name: stepNames.initialiseVault,
    after: [stepNames.applyServers],
    capMs: 10 * 60_000,
    async look(world) {
      const first = world.vaultAt(0);
      const status = await first.status().catch(unlessSilent);
      if (!status) return silence(world);
      const root = await world.identity.read('vault-init', 'root-token');
      if (!status.isInitialized)
        return root ? lost : { kind: 'waiting', seen: 'vault-0 is not initialised yet' };
      if (!root) {
        looksWithoutKeys += 1;
        const isGivenUp = looksWithoutKeys > graceLooks && !(await isOurBeginning(world));
        return isGivenUp ? unkept : notKept;
      }
      await forgetBeginning(world);
      if (status.sealType === 'shamir') await unsealAll(world, await sizeOf(world));
      else if (status.isSealed) return { kind: 'waiting', seen: 'vault-0 is sealed' };
      return { kind: 'done', seen: 'vault-0 is initialised and its keys are kept' };
    },
    async act(world) {
      const { vaultAt, identity } = world;
      const first = vaultAt(0);
      const status = await first.status().catch(unlessSilent);
      if (!status) throw new Failure('unready', { because: (await silence(world)).seen });
      const { isInitialized } = status;
      if (await identity.read('vault-init', 'root-token')) return; // the next look tells
      if (isInitialized) {
        if (looksWithoutKeys > graceLooks && (await isOurBeginning(world))) await beginAnew(world);
        const because = 'it is initialised, and its keys are not kept yet';
        throw new Failure('unready', { because });
      }
      await noteBeginning(world);
      const { rootToken, keys } = await first.init();
      const joined = keys.map((key) => key.reveal()).join('\n');
      await keep(() =>
        identity.receive('vault-init', { 'root-token': rootToken, keys: new Secret(joined) }),
      );
    },
  };
}

const lost: Sight = {
  kind: 'failed',
  cause:
    'Vault has lost its data: vault-0 is not initialised, and the Secret vault-init is of an earlier Vault; restore its volumes, or delete that Secret to begin anew',
};

const notKept: Sight = {
  kind: 'waiting',
  seen: 'Vault is initialised, and its keys are not kept yet',
};

const unkept: Sight = {
  kind: 'failed',
  cause:
    'Vault is initialised, but the Secret vault-init with its keys is gone; restore it, or remove the volumes of Vault to begin anew',
};

/** Vault tells its keys once: they are not given up for a single failure. */
async function keep(receive: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1)
    try {
      return await receive();
    } catch (error) {
      if (tries >= 5 || !(error instanceof Failure) || error.kind === 'conflict') throw error;
    }
}

/** New servers of a Vault that people unseal are unsealed as the first ones were. */
export async function unsealNew(world: StackWorld, servers: number): Promise<void> {
  const { sealType } = await world.vaultAt(0).status();
  if (sealType === 'shamir') await unsealAll(world, servers);
}

/**
 * Keys that people would keep are kept in the Secret, so that a deployment comes to its end. A server that was sealed
 * while it was open is left to whoever did it.
 */
async function unsealAll(world: StackWorld, servers: number): Promise<void> {
  const keys = await readKeys(world);
  const pods = await listVaultPods(world.kubernetes);
  const started = pods.filter(isNewlyStarted).map((pod) => ordinalOf(pod.metadata.name, 'vault'));
  for (const ordinal of started.toSorted((a, b) => a - b))
    if (ordinal < servers) await giveKeys(world.vaultAt(ordinal), keys).catch(unlessSilent); // on its way: later
}

async function silence({ kubernetes }: StackWorld): Promise<Silence> {
  const { trouble, willLast = false } = (await measureServers(kubernetes, 'vault', 'vault')) ?? {};
  const because = trouble === undefined ? '' : `, because ${trouble}`;
  return { kind: 'waiting', seen: `vault-0 does not answer yet${because}`, willLast };
}

type Silence = Extract<Sight, { kind: 'waiting' }>;

function unlessSilent(error: unknown): undefined {
  if (!isAway(error)) throw error;
}
