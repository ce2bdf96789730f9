import type { Facts } from '../../failure.ts';
import type { Hearing, Recognition, Recognize } from '../recognition.ts';
import { createMentions, type Manner, type Mention } from './cluster-mentions.ts';
import type { Lists } from './lists.ts';

export type InClustersOptions = {
  readonly clusters: readonly string[];
  readonly lists: Lists;
  /** Whether an intent has a slot for the cluster. */
  readonly takes: (intent: string) => boolean;
};

type Said = Exclude<Recognition, { kind: 'unknown' }>;

const unmatched: Recognition = { kind: 'unknown', why: 'unmatched', alternatives: [] };

/**
 * Understands sentences that name one of several clusters: the mention is taken out, the rest is understood as
 * ever, and the slot `cluster` is put back in. Who names two clusters, or all but one, is not understood.
 */
export function recognizeInClusters(recognize: Recognize, options: InClustersOptions): Recognize {
  const { clusters, lists, takes } = options;
  const { find, findStranger } = createMentions(clusters, lists.clusters);
  const barring = new Set(lists.clusters.barring);

  return (text, hearing = {}) => {
    const chunks = text.split(/\s+/).filter((chunk) => chunk !== '');
    const words = chunks.map(toWord);
    const isBarred = ({ from }: Mention): boolean => barring.has(words[from - 1] ?? '');
    const named = find(words, 'bare');
    if (new Set(named.map(({ cluster }) => cluster)).size > 1 || named.some(isBarred))
      return asUnknown(recognize(text, hearing));
    const tryAs = (manner: Manner): Recognition | undefined => {
      const mentions = find(words, manner);
      return mentions.length === 0 ? undefined : understand(chunks, mentions, hearing);
    };
    const placed = tryAs('placed');
    if (placed) return placed;
    const whole = recognize(text, hearing);
    const other = tryAs('sounding') ?? tryAs('bare') ?? toStranger(chunks, words, hearing);
    if (other && (whole.kind === 'unknown' || tellsMore(other, whole))) return other;
    return continued(whole, hearing);
  };

  /** Without the mention; with the bare name in its place, as an answer has it; as "how is the cluster". */
  function understand(
    chunks: readonly string[],
    mentions: readonly Mention[],
    hearing: Hearing,
  ): Recognition | undefined {
    const cluster = mentions[0]?.cluster ?? '';
    const rest = recognize(without(chunks, mentions, ''), hearing);
    const said = place(rest, cluster, hearing);
    if (said) return said;
    const named = recognize(without(chunks, mentions, cluster), hearing);
    if (slotsOf(named)['cluster'] === cluster) return continued(named, hearing);
    const [noun = ''] = lists.clusters.nouns;
    return place(recognize(without(chunks, mentions, noun), hearing), cluster, hearing);
  }

  /** A name that is none is kept as it was said, so that it can be told which there are. */
  function toStranger(
    chunks: readonly string[],
    words: readonly string[],
    hearing: Hearing,
  ): Recognition | undefined {
    const stranger = findStranger(words);
    if (!stranger) return undefined;
    const said = recognize(without(chunks, [stranger], ''), hearing);
    return said.kind === 'intent' ? place(said, stranger.cluster, hearing) : undefined;
  }

  function place(said: Recognition, cluster: string, hearing: Hearing): Said | undefined {
    switch (said.kind) {
      case 'intent':
        return takes(said.intent) ? { ...said, slots: { ...said.slots, cluster } } : undefined;
      case 'propose': {
        const { guess } = said;
        if (!takes(guess.intent)) return undefined;
        return { ...said, guess: { ...guess, slots: { ...guess.slots, cluster } } };
      }
      case 'answer':
      case 'correction':
        return { ...said, slots: { ...said.slots, cluster } };
      case 'yes':
      case 'no':
        // "no, on west" and "yes, on west" are about something else than what was read back
        return isAbout(hearing, takes) ? { kind: 'correction', slots: { cluster } } : undefined;
      case 'cancel':
      case 'repeat':
      case 'again':
        return said;
      case 'unknown':
        return undefined;
    }
  }
}

/** The same, and the cluster: the whole may have been understood in spite of its name. */
function tellsMore(other: Recognition, whole: Recognition): boolean {
  if (toIntent(other) === undefined || toIntent(other) !== toIntent(whole)) return false;
  const { cluster: _, ...slots } = slotsOf(other);
  return Object.keys(slotsOf(whole)).every((slot) => slot in slots);
}

function toIntent(said: Recognition): string | undefined {
  if (said.kind === 'propose') return said.guess.intent;
  return said.kind === 'intent' ? said.intent : undefined;
}

function isAbout({ last, awaits }: Hearing, takes: (intent: string) => boolean): boolean {
  if (awaits === 'yes') return true;
  const intent = awaits?.intent ?? last?.intent;
  return intent !== undefined && takes(intent);
}

/** The sentence with something else, or nothing, where a cluster was named; a question stays one. */
function without(chunks: readonly string[], mentions: readonly Mention[], instead: string): string {
  const kept = chunks.flatMap((chunk, at) => {
    const mention = mentions.find(({ from, to }) => at >= from && at < to);
    if (!mention) return [chunk];
    const end = /[?,]+$/.exec(chunk)?.[0] ?? '';
    return at === mention.to - 1 && instead + end !== '' ? [instead + end] : [];
  });
  return kept.join(' ').replaceAll(/ (?=[?,])/g, '');
}

function asUnknown(said: Recognition): Recognition {
  return said.kind === 'unknown' ? said : unmatched;
}

/** "And on west?" is the whole question again, for another cluster. */
function continued(said: Recognition, { last }: Hearing): Recognition {
  const isSame = said.kind === 'intent' && said.intent === last?.intent;
  if (!isSame || Object.keys(said.slots).join() !== 'cluster') return said;
  return { ...said, slots: { ...last.slots, ...said.slots } };
}

function slotsOf(said: Recognition): Facts {
  return 'slots' in said ? said.slots : {};
}

export function toWord(chunk: string): string {
  return chunk
    .toLowerCase()
    .replace(/['’]s\b/, '')
    .replaceAll(/[^a-z0-9._-]|[._-]+$/g, '');
}
