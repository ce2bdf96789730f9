import type { Express } from 'express';
import { createGoogleRouter } from './channels/google/router.ts';
import { createHttpRouter } from './channels/http/router.ts';
import { type Config, namesOf } from './config.ts';
import { createAnnouncer } from './conversation/announcer.ts';
import { createConverse } from './conversation/converse.ts';
import { createMemory } from './conversation/memory.ts';
import type { Speaker } from './conversation/turn.ts';
import { createVoice } from './conversation/voice.ts';
import { loadAsides, loadTitles } from './conversation/words.ts';
import { loadEar, words } from './ear.ts';
import { openAudit } from './open-audit.ts';
import { openClusters } from './open-clusters.ts';
import type { Surroundings } from './open-platforms.ts';
import { createOutbox } from './outbox.ts';
import { createPolicy } from './policy/policy.ts';
import type { Present } from './roll-call.ts';
import type { Sandbox, SandboxOptions } from './sandbox/sandbox.ts';
import { createApp } from './server.ts';
import { warmUp } from './warm-up.ts';

export type House = {
  readonly app: Express;
  readonly rollCall: () => Promise<readonly Present[]>;
  /** One for each cluster; none where they are real. */
  readonly sandboxes: readonly Sandbox[];
  /** Loads what real platforms are reached with and gets to know them, which takes longer than a turn may: before any. */
  readonly acquaint: () => Promise<void>;
  /** Makes ready in the background what a first turn would else wait for; ended by `close`. */
  readonly warmUp: () => Promise<void>;
  /** Tells those who listen for announcements that there will be none. */
  readonly hush: () => void;
  /** Resolves when no run goes on in this process any more; true when one did. */
  readonly settled: () => Promise<boolean>;
  /** Ends what goes on in the background; runs are let go, for another process to continue. */
  readonly close: () => Promise<void>;
};

/** A platform that does not answer within this is no reason to wait any longer. */
const acquaintMs = 4_000;

/** Builds everything from the configuration: the one place where all parts meet. */
export async function compose(config: Config, surroundings: Surroundings): Promise<House> {
  const { log, clock, random, phrasing = random } = surroundings;
  const { settings, clusters, isSandbox, paceFactor } = config;
  const world = { paceFactor, clock: (): Date => new Date(clock()), random };
  const products = {
    vault: settings.HASHINETES_VAULT,
    database: settings.HASHINETES_DATABASE,
  };
  const starting = isSandbox
    ? startSandboxes(clusters.length, { ...world, ...products })
    : Promise.resolve([]);
  const [recording, asides, titles, ear, sandboxes] = await Promise.all([
    openAudit(settings.HASHINETES_AUDIT_FILE, log),
    loadAsides(words),
    loadTitles(words),
    loadEar(namesOf(clusters)),
    starting,
  ]).catch(async (error: unknown) => {
    for (const sandbox of await starting) await sandbox.stop(); // or they keep a failed start alive
    throw error;
  });
  const { catalog, scripts, recognize, readSlot } = ear;
  const outbox = createOutbox();
  const platforms = openClusters(config, sandboxes, { ...surroundings, outbox });
  const { names, rollCall } = platforms;

  const writes = isSandbox || (settings.HASHINETES_WRITES ?? false);
  const tools = {
    catalog,
    asides,
    recognize,
    readSlot,
    names,
    memory: createMemory({ clock }),
    voice: createVoice({ random: phrasing, titles }),
    policy: createPolicy({
      writes,
      limits: { tasks: settings.HASHINETES_MAX_TASKS, nodes: settings.HASHINETES_MAX_NODES },
    }),
    audit: recording.audit,
    outbox,
    platforms: platforms.during,
    explain: platforms.explain,
    changed: platforms.changed,
    clusters: namesOf(clusters),
    clock,
    log,
  };
  const announcer = createAnnouncer(tools);
  const converse = createConverse({ ...tools, expect: announcer.expect });

  const { HASHINETES_NAME: name, HASHINETES_TOKEN: token } = settings;
  const google = createGoogleRouter({
    converse,
    forms: scripts,
    readSlot,
    speaker: { id: 'google', role: roleOfGoogle(settings), ...(name !== undefined && { name }) },
    auth: {
      projectId: settings.GOOGLE_PROJECT_ID,
      sharedSecret: settings.GOOGLE_SHARED_SECRET && {
        header: 'x-hashinetes-key',
        value: settings.GOOGLE_SHARED_SECRET,
      },
    },
    clock,
    log,
  });
  const http = createHttpRouter({
    catalog,
    converse,
    recognize,
    listen: announcer.listen,
    names,
    platforms: rollCall,
    token,
    name,
    log,
  });
  const closing = new AbortController();
  return {
    app: createApp({ routers: [google, http], log, clock }),
    rollCall,
    sandboxes,
    async acquaint() {
      if (!isSandbox) await rollCall(acquaintMs);
    },
    warmUp: () =>
      warmUp({
        rehearse: () => void recognize('how is it going', { names }),
        isSandbox,
        signal: closing.signal,
        log,
      }),
    hush: announcer.close,
    settled: platforms.settled,
    async close() {
      announcer.close();
      closing.abort();
      await platforms.close();
      await recording.close();
      await Promise.all(sandboxes.map((sandbox) => sandbox.stop()));
    },
  };
}

/** One for each cluster, and loaded only where there is to be one. */
async function startSandboxes(count: number, options: SandboxOptions): Promise<readonly Sandbox[]> {
  const { startSandbox } = await import('./sandbox/sandbox.ts');
  return Promise.all(Array.from({ length: count }, () => startSandbox(options)));
}

/**
 * A signature proves that Google calls for a project whose id is no secret, so alone it may only look. A shared
 * secret proves the operator's own project; with neither configured, only this machine is served.
 */
function roleOfGoogle({
  GOOGLE_PROJECT_ID,
  GOOGLE_SHARED_SECRET,
}: Config['settings']): Speaker['role'] {
  return GOOGLE_PROJECT_ID !== undefined && !GOOGLE_SHARED_SECRET ? 'viewer' : 'admin';
}
