import type { Recognize } from '../../src/conversation/recognition.ts';
import type { Sentence } from '../../test/recognition/sentences.ts';

const rounds = 5;
const places = ['alpha', 'beta', 'gamma', 'north', 'south'];

/** The time per utterance while 5,000 jobs are alive. */
export function measure(recognize: Recognize, sentences: readonly Sentence[]): string {
  const jobs = Array.from({ length: 5000 }, (_, at) => `job-${places[at % places.length]}-${at}`);
  const none: readonly string[] = [];
  const names = (list: string): readonly string[] => (list === 'job' ? jobs : none);
  const begun = performance.now();
  recognize('run the kroler job', { names });
  const firstMs = performance.now() - begun;
  const times = Array.from({ length: rounds }, () =>
    sentences.map(({ hear }) => time(hear)),
  ).flat();
  const sorted = times.slice(sentences.length).toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(0);
  return `with 5,000 live names: first ${firstMs.toFixed(0)} ms, then p50 ${at(0.5)} µs, p99 ${at(0.99)} µs`;

  function time(text: string): number {
    const start = performance.now();
    recognize(text, { names });
    return (performance.now() - start) * 1000;
  }
}
