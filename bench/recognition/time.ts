import type { Recognize } from '../../src/conversation/recognition.ts';
import type { Sentence } from '../../test/recognition/sentences.ts';

const rounds = 8;
const places = ['alpha', 'beta', 'gamma', 'north', 'south'];

export type Spent = { readonly cpuMs: number; readonly wallMs: number };

export type Times = {
  /** The first utterance that meets the 5,000 names: they are indexed for it. */
  readonly first: Spent;
  readonly p50: Spent;
  readonly p99: Spent;
};

/** The time per utterance while 5,000 jobs are alive, after one round to warm up. */
export function measure(recognize: Recognize, sentences: readonly Sentence[]): Times {
  const none: readonly string[] = [];
  const toNames = (tag: string): readonly string[] =>
    Array.from({ length: 5000 }, (_, at) => `${tag}-${places[at % places.length]}-${at}`);
  const listen = (jobs: readonly string[]) => (text: string) =>
    recognize(text, { names: (list) => (list === 'job' ? jobs : none) });
  const hear = listen(toNames('job'));
  for (const sentence of sentences) hear(sentence.hear);
  const hearNew = listen(toNames('task'));
  const first = spend(() => hearNew('run the kroler job'));
  const turns = Array.from({ length: rounds }, () =>
    sentences.map((sentence) => spend(() => hear(sentence.hear))),
  ).flat();
  return { first, p50: toQuantile(turns, 0.5), p99: toQuantile(turns, 0.99) };
}

/** CPU of the whole process, its garbage collection and compilation included. */
export function spend(work: () => unknown): Spent {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  work();
  const wallMs = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1000, wallMs };
}

function toQuantile(turns: readonly Spent[], share: number): Spent {
  const at = (of: (spent: Spent) => number): number =>
    turns.map(of).toSorted((a, b) => a - b)[Math.floor(turns.length * share)] ?? 0;
  return { cpuMs: at(({ cpuMs }) => cpuMs), wallMs: at(({ wallMs }) => wallMs) };
}
