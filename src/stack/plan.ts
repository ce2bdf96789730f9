import type { Component } from './component.ts';
import { dress } from './dress.ts';
import type { Part } from './identity/keyring-entry.ts';
import { loadFile, loadManifests, type Manifest } from './manifests.ts';
import { measureServers } from './servers.ts';
import type { StackWorld } from './stack-world.ts';
import { stepNames } from './step-names.ts';
import type { Step } from './step.ts';
import { apply } from './steps/apply.ts';
import { checkCluster } from './steps/check-cluster.ts';
import { checkPermissions } from './steps/check-permissions.ts';
import { makeAbsent } from './steps/make-absent.ts';
import { makeIdentity } from './steps/make-identity.ts';
import { readVersions } from './versions.ts';

type Deployable = Component & { readonly recipe: NonNullable<Component['recipe']> };
type Sizes = (component: Deployable) => (world: StackWorld) => Promise<number>;

/**
 * The steps that bring these components up: every secret first, every object in one wave, then what their APIs have
 * to be told, independent parts side by side. What was given by address is left alone.
 */
export async function planDeployment(
  components: readonly Component[],
  deploy: URL,
  isAdopted: (part: Part) => boolean,
): Promise<readonly Step<StackWorld>[]> {
  const ours = components.filter(isDeployable);
  const parts = ours.map(({ name }) => name);
  const namespaces = new Set<string>(['hashinetes', ...parts]);
  const sizes = rememberSizes();
  const [installed, access, wave, images] = await Promise.all([
    loadFile(new URL('install/namespaces.yaml', deploy)),
    loadAccess(deploy, parts),
    Promise.all(ours.map((one) => loadManifests(foldersOf(one, deploy)))),
    readVersions(deploy),
  ]);

  const permissions = checkPermissions([checkCluster.name], parts);
  const spaces = makeAbsent('make the namespaces', [permissions.name], async ({ home }) =>
    installed
      .filter(({ metadata }) => namespaces.has(metadata.name))
      .map((one) => (one.metadata.name === 'hashinetes' ? atHome(one, home) : one)),
  );
  const accounts = makeAbsent('make the service accounts', [spaces.name], async ({ home }) =>
    access.map((one) => (one.metadata.namespace === 'hashinetes' ? withinHome(one, home) : one)),
  );
  const identity = makeIdentity([spaces.name], parts);
  // a name that is looked up before its Service exists is remembered as unknown for half a minute
  const services = apply('apply the services', [spaces.name], async () =>
    wave.flat().filter(isService),
  );
  const has = (part: Part): boolean => parts.includes(part);
  const prepared = [accounts.name, identity.step.name];
  const looks = components.map(async (one) =>
    one.readiness ? one.readiness({ deploy, has, after: prepared }) : [],
  );
  const readiness = (await Promise.all(looks)).flat();
  const before = [services, accounts, identity.step, ...readiness].map(({ name }) => name);
  const workloads = apply(stepNames.applyServers, before, async (world) => {
    const dressed = ours.map(async (one, index) => {
      const servers = await sizes(one)(world);
      const folder = one.recipe.folders.at(-1) ?? '';
      const imageFor = (name: string): string => images(name, folder);
      const stamp = identity.stampOf(one.name);
      const others = (wave[index] ?? []).filter((manifest) => !isService(manifest));
      const fitting = (await one.recipe.fit?.(others, world.adoptions)) ?? others;
      return fitting.map((manifest) => dress(manifest, { servers, stamp, imageFor }));
    });
    return (await Promise.all(dressed)).flat();
  });
  const own = await Promise.all(
    ours.map((one) => one.recipe.steps({ deploy, has, isAdopted, sizeOf: sizes(one) })),
  );
  const base = [checkCluster, permissions, spaces, accounts, identity.step, services];
  const all: readonly Step<StackWorld>[] = [...base, ...readiness, workloads, ...own.flat()];
  return [...all, ...ours.flatMap(({ recipe }) => recipe.last?.(all) ?? [])];
}

function isService({ kind }: Manifest): boolean {
  return kind === 'Service';
}

function isDeployable(component: Component): component is Deployable {
  return component.recipe !== undefined;
}

function foldersOf({ recipe }: Deployable, deploy: URL): readonly URL[] {
  return recipe.folders.map((folder) => new URL(`${folder}/`, deploy));
}

/** The identities that pods log in to Vault with, and what Vault itself may ask. */
async function loadAccess(deploy: URL, parts: readonly Part[]): Promise<readonly Manifest[]> {
  const load = (file: string): Promise<readonly Manifest[]> =>
    loadFile(new URL(`install/${file}`, deploy));
  const [ours, vault, worker] = await Promise.all([
    parts.includes('vault') ? load('hashinetes-access.yaml') : [],
    parts.includes('vault') ? load('vault-access.yaml') : [],
    parts.includes('database') ? load('worker.yaml') : [],
  ]);
  return [...ours.filter(({ kind }) => kind === 'ServiceAccount'), ...vault, ...worker];
}

/** Hashinetes may live in another namespace than the manifests say. */
function atHome(manifest: Manifest, home: string): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, name: home } };
}

function withinHome(manifest: Manifest, home: string): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, namespace: home } };
}

/** What is there, or was there until it was taken down, keeps its size; what is new gets the one asked for. */
function rememberSizes(): Sizes {
  const known = new Map<Part, number>();
  return ({ name, recipe }) =>
    async ({ kubernetes, servers, keptSize }) => {
      const before = known.get(name) ?? recipe.size;
      if (before !== undefined) return before;
      const measured = await measureServers(kubernetes, recipe.statefulSet, name);
      const size = measured?.wanted ?? (await keptSize(name)) ?? servers;
      known.set(name, size);
      return size;
    };
}
