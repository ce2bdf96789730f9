import type { Feature } from './features.ts';
import { judge, type Model } from './model.ts';
import type { Learnt } from './model-file.ts';
import { createRandom } from './random.ts';

/** What is heard, as features, and what it is. */
export type Lesson = { readonly features: readonly Feature[]; readonly label: string };

const epochs = 8;
const rate = 0.5;
/** What one lesson alone has is chance. */
const least = 2;
/** Slopes that change nothing. */
const slight = 1e-4;

/**
 * Learns by stochastic gradient descent with AdaGrad's rates, always in the same order, so that the same lessons make
 * the same model.
 */
export function train(lessons: readonly Lesson[], shapes: ReadonlySet<number>): Learnt {
  const labels = [...new Set(lessons.map(({ label }) => label))].toSorted();
  const rows = toRows(lessons);
  const many = labels.length;
  const weights = new Float32Array(rows.size * many);
  const squares = new Float32Array(rows.size * many).fill(1e-6);
  const model: Model = {
    labels,
    weights,
    unit: 1,
    isKnown: (shape) => shapes.has(shape),
    rowOf: (row) => row,
  };
  const known = lessons.map(({ features, label }) => ({
    rows: features.flatMap((feature) => rows.get(feature) ?? []),
    right: labels.indexOf(label),
  }));
  const random = createRandom(1);
  for (let epoch = 0; epoch < epochs; epoch += 1)
    for (const lesson of shuffle(known, random)) learn(lesson.rows, lesson.right);
  return { labels, shapes, rows, weights };

  function learn(heard: readonly number[], right: number): void {
    const shares = judge(model, heard);
    const scale = 1 / Math.sqrt(Math.max(1, heard.length));
    for (const [label, share] of shares.entries()) {
      const slope = (share - Number(label === right)) * scale;
      if (Math.abs(slope) > slight) for (const row of heard) descend(row * many + label, slope);
    }
  }

  function descend(at: number, slope: number): void {
    const square = (squares[at] ?? 0) + slope * slope;
    squares[at] = square;
    weights[at] = (weights[at] ?? 0) - (rate * slope) / Math.sqrt(square);
  }
}

function toRows(lessons: readonly Lesson[]): ReadonlyMap<Feature, number> {
  const counts = new Map<Feature, number>();
  for (const { features } of lessons)
    for (const feature of features) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const rows = new Map<Feature, number>();
  for (const [feature, count] of counts) if (count >= least) rows.set(feature, rows.size);
  return rows;
}

function shuffle<T>(all: readonly T[], random: () => number): readonly T[] {
  return all
    .map((one) => ({ one, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ one }) => one);
}
