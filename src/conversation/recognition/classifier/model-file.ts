import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Model } from './model.ts';

/** What stands before the numbers: how many there are of each kind. */
const headSchema = z.object({
  labels: z.array(z.string()),
  unit: z.number(),
  shapes: z.number(),
  rows: z.number(),
});

const numberBytes = 4;
const largest = 127;

/** A model as it is learnt: with maps. */
export type Learnt = {
  readonly labels: readonly string[];
  readonly shapes: ReadonlySet<number>;
  readonly rows: ReadonlyMap<number, number>;
  readonly weights: Float32Array;
};

/**
 * A model as bytes: a head in JSON with its length before it, then the sorted hashes of the shapes and of the features
 * (Int32), then a row of weights (Int8, in units) per feature.
 */
export function toBytes({ labels, shapes, rows, weights }: Learnt): Uint8Array {
  const unit = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / largest;
  const features = Int32Array.from(rows.keys()).toSorted();
  const head = JSON.stringify({ labels, unit, shapes: shapes.size, rows: rows.size });
  const padded = head.padEnd(Math.ceil(head.length / numberBytes) * numberBytes);
  const scaled = new Int8Array(rows.size * labels.length);
  for (const [at, feature] of features.entries()) {
    const from = (rows.get(feature) ?? 0) * labels.length;
    for (let label = 0; label < labels.length; label += 1)
      scaled[at * labels.length + label] = Math.round((weights[from + label] ?? 0) / unit);
  }
  const parts = [
    Int32Array.of(padded.length),
    new TextEncoder().encode(padded),
    Int32Array.from(shapes).toSorted(),
    features,
    scaled,
  ];
  return Buffer.concat(parts.map(({ buffer }) => new Uint8Array(buffer)));
}

/** The model that the build made. Throws when there is none. */
export async function loadModel(file: URL): Promise<Model> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new Error(`There is no ${file.pathname}: run npm run build first.`, { cause });
  });
  return fromBytes(bytes);
}

/** Nothing is copied and nothing is built, so that a start does not wait. Throws on bytes that are no model. */
export function fromBytes(bytes: Uint8Array): Model {
  const { buffer, byteOffset } = bytes;
  const [length = 0] = new Int32Array(buffer, byteOffset, 1);
  const text = new TextDecoder().decode(bytes.subarray(numberBytes, numberBytes + length));
  const head = headSchema.parse(JSON.parse(text));
  let at = byteOffset + numberBytes + length;
  const shapes = new Int32Array(buffer, at, head.shapes);
  at += shapes.byteLength;
  const features = new Int32Array(buffer, at, head.rows);
  at += features.byteLength;
  return {
    labels: head.labels,
    unit: head.unit,
    weights: new Int8Array(buffer, at, head.rows * head.labels.length),
    isKnown: (shape) => find(shapes, shape) !== undefined,
    rowOf: (feature) => find(features, feature),
  };
}

/** Where a number stands among sorted ones. */
function find(sorted: Int32Array, wanted: number): number | undefined {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = sorted[middle] ?? 0;
    if (found === wanted) return middle;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
