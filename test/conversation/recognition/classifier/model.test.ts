import { describe, expect, it } from 'vitest';
import { judge } from '../../../../src/conversation/recognition/classifier/model.ts';
import {
  fromBytes,
  loadModel,
  toBytes,
} from '../../../../src/conversation/recognition/classifier/model-file.ts';
import { type Lesson, train } from '../../../../src/conversation/recognition/classifier/train.ts';

const lessons: readonly Lesson[] = [
  { features: [1, 2], label: 'start' },
  { features: [1, 3], label: 'start' },
  { features: [4, 2], label: 'stop' },
  { features: [4, 3], label: 'stop' },
  { features: [5, 6], label: 'none' },
  { features: [5, 6, 2], label: 'none' },
];
const learnt = train(lessons, new Set([7, -8]));

describe('train', () => {
  it('learns what tells the labels apart', () => {
    const { labels } = learnt;
    expect(labels).toEqual(['none', 'start', 'stop']);
    const likeliest = (features: readonly number[]): string | undefined => {
      const shares = judge(fromBytes(toBytes(learnt)), features);
      return labels[shares.indexOf(Math.max(...shares))];
    };
    expect(likeliest([1, 2])).toBe('start');
    expect(likeliest([4, 3])).toBe('stop');
    expect(likeliest([5, 6])).toBe('none');
  });

  it('makes the same model of the same lessons', () => {
    expect(toBytes(train(lessons, new Set([7, -8])))).toEqual(toBytes(learnt));
  });
});

describe('a model as bytes', () => {
  it('is read as it was written', () => {
    const model = fromBytes(toBytes(learnt));
    expect(model.labels).toEqual(learnt.labels);
    expect(model.isKnown(-8)).toBe(true);
    expect(model.isKnown(8)).toBe(false);
    expect(model.rowOf(99)).toBeUndefined();
    for (const [feature, row] of learnt.rows) {
      const read = model.rowOf(feature);
      expect(read).toBeDefined();
      for (let label = 0; label < learnt.labels.length; label += 1) {
        const weight = model.weights[(read ?? 0) * learnt.labels.length + label] ?? 0;
        const before = learnt.weights[row * learnt.labels.length + label] ?? 0;
        expect(Math.abs(weight * model.unit - before)).toBeLessThanOrEqual(model.unit);
      }
    }
  });

  it('gives shares that make one', () => {
    const shares = judge(fromBytes(toBytes(learnt)), [1, 99]);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
  });

  it('says what to do when there is none', async () => {
    await expect(loadModel(new URL('file:///nowhere/classifier.bin'))).rejects.toThrow(
      'There is no /nowhere/classifier.bin: run npm run build first.',
    );
  });
});
