import type { Feature } from './features.ts';

/** A linear model: multinomial logistic regression with a row of weights, one for each label, per feature. */
export type Model = {
  readonly labels: readonly string[];
  /** Whether a word, by its hash, was met while learning. */
  readonly isKnown: (shape: number) => boolean;
  readonly rowOf: (feature: Feature) => number | undefined;
  readonly weights: ArrayLike<number>;
  /** What a weight of one is worth. */
  readonly unit: number;
};

/** The probability of each label, in the order of the labels. */
export function judge(model: Model, features: Iterable<Feature>): Float64Array {
  const { labels, rowOf, weights, unit } = model;
  const scores = new Float64Array(labels.length);
  let known = 0;
  for (const feature of features) {
    const row = rowOf(feature);
    if (row === undefined) continue;
    known += 1;
    const start = row * scores.length;
    for (let label = 0; label < scores.length; label += 1)
      scores[label] = (scores[label] ?? 0) + (weights[start + label] ?? 0);
  }
  // a long sentence is no surer than a short one
  return toShares(scores, unit / Math.sqrt(Math.max(1, known)));
}

/** In place. */
function toShares(scores: Float64Array, scale: number): Float64Array {
  let most = -Infinity;
  for (let at = 0; at < scores.length; at += 1) most = Math.max(most, scores[at] ?? 0);
  let sum = 0;
  for (let at = 0; at < scores.length; at += 1) {
    const share = Math.exp(((scores[at] ?? 0) - most) * scale);
    scores[at] = share;
    sum += share;
  }
  for (let at = 0; at < scores.length; at += 1) scores[at] = (scores[at] ?? 0) / sum;
  return scores;
}
