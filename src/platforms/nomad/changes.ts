import { eventLine } from './answers.ts';
import type { Ask } from './ask.ts';
import type { Change } from './nomad.ts';

/**
 * Nomad's event stream, heartbeats left out. It keeps only the last hundred writes: take `index` from an
 * answer just read, and read again when the stream ends.
 */
export async function* followChanges(
  ask: Ask,
  topics: readonly string[],
  index: number,
): AsyncIterable<Change> {
  const topic = topics.map((one) => (one.includes(':') ? one : `${one}:*`));
  for await (const line of ask.lines({
    path: ['event', 'stream'],
    query: { topic, index: index + 1 },
  })) {
    const { Index, Events } = eventLine.parse(JSON.parse(line));
    // where the index has not come yet, Nomad starts with the write before it
    if (Index !== undefined && Index > index)
      for (const event of Events) yield { ...event, index: Index };
  }
}
