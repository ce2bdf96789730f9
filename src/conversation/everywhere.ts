import { Failure } from '../failure.ts';
import { createDeeds, type Deed, type DeedTools, type Lent } from './deeds.ts';
import type { Memory } from './memory.ts';
import { everyCluster } from './recognition/on-all-clusters.ts';
import { remember } from './remember.ts';
import { type Speech, toPlaced } from './speech.ts';
import type { Display, Reply, Turn } from './turn.ts';
import type { Asides } from './words.ts';

export type EverywhereTools = DeedTools & {
  readonly asides: Asides;
  readonly memory: Memory;
  readonly speech: Speech;
  readonly lend: (key: string) => Lent;
  readonly explain: (failure: Failure) => Promise<Failure>;
  readonly clusters?: readonly string[];
};

/** What one cluster said, in a sentence, and showed. */
type Part = { readonly cluster: string; readonly speech: string; readonly display?: Display };

const longestMs = 1_500; // leaves time to look into why one does not answer

/** Whether a deed is to be done in all clusters: never so where its cluster is a subject and not a place. */
export function isForAll({ entry, slots }: Deed): boolean {
  return slots['cluster'] === everyCluster && entry.script.order !== undefined;
}

/**
 * Asks all clusters at once, each with a deadline of its own: one that does not answer is told with the others. A
 * change goes to one, which is asked for.
 */
export function createEverywhere(
  tools: EverywhereTools,
): (key: string, turn: Turn, deed: Deed) => Promise<Reply> {
  const { asides, memory, speech: mouth, voice, lend, explain, clusters = [] } = tools;
  const deeds = createDeeds({ ...tools, deadlineMs: longestMs });

  return async (key, turn, deed) => {
    const { entry, intent, slots } = deed;
    if (entry.intent.risk !== 'read') return askWhich(key, deed);
    const lent = lend(key);
    const parts = await Promise.all(clusters.map((cluster) => ask(turn, deed, lent, cluster)));
    const told = parts.map(({ speech, cluster }) => toPlaced(speech, cluster, asides)).join(' ');
    const display = toTable(parts);
    memory.update(key, remember(memory.recall(key), deed, slots));
    const draft = { kind: 'tell', intent, slots, ...(display && { display }) } as const;
    return mouth.speak(key, { say: ['{told}'] }, { told }, draft);
  };

  function askWhich(key: string, { entry, intent, slots }: Deed): Reply {
    const { cluster: _all, ...others } = slots;
    const { ask: question = '' } = entry.script.slots['cluster'] ?? {};
    const open = { intent, slots: others, awaits: { slot: 'cluster' }, question };
    return mouth.ask(key, asides['one-at-a-time'], { question }, open);
  }

  async function ask(turn: Turn, deed: Deed, lent: Lent, cluster: string): Promise<Part> {
    const { entry, intent, slots } = deed;
    const here = { entry, intent, slots: { ...slots, cluster } };
    try {
      const { phrase, outcome, slots: said } = await deeds.run(turn, here, lent);
      const { speech } = voice.say(phrase, { ...said, ...outcome.facts }, 'plain', new Map());
      return { cluster, speech, ...(outcome.display && { display: outcome.display }) };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const { kind, facts } = await explain(error);
      return { cluster, speech: voice.say(asides[kind], facts, 'plain', new Map()).speech };
    }
  }
}

/** One table of those that have the same columns as the first. */
function toTable(parts: readonly Part[]): Display | undefined {
  const [first] = parts.flatMap(({ display }) => display ?? []);
  if (!first) return undefined;
  const columns = first.columns.join('\n');
  const rows = parts.flatMap(({ cluster, display }) =>
    display?.columns.join('\n') === columns ? display.rows.map((row) => [cluster, ...row]) : [],
  );
  return { title: first.title, columns: ['cluster', ...first.columns], rows };
}
