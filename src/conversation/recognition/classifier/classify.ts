import type { Lexicon } from '../lexicon.ts';
import type { Lists } from '../lists.ts';
import type { Token } from '../normalise.ts';
import type { ReadFillings } from '../slots.ts';
import { toFeatures } from './features.ts';
import { fromText, type Label, nothing } from './labels.ts';
import { judge, type Model } from './model.ts';
import { createShape } from './shape.ts';

/** How likely something said is each intent; the likeliest comes first. */
export type Likelihoods = {
  readonly intents: readonly Likelihood[];
  /** How likely it is none of them. */
  readonly none: number;
};
/** `slots` are those that the whole sentence tells. */
export type Likelihood = Label & { readonly share: number };

export type Classify = (tokens: readonly Token[], readFillings: ReadFillings) => Likelihoods;

/** What an utterance is about as a whole, whatever its order. It has no notion of what an utterance may do. */
export function createClassify(model: Model, lists: Lists, lexicon: Lexicon): Classify {
  const shape = createShape(lists, lexicon);
  const labels = model.labels.map(fromText);

  return (tokens, readFillings) => {
    const shares = judge(model, toFeatures(shape(tokens, readFillings), model.isKnown));
    const best = new Map<string, Likelihood>();
    for (const [at, label] of labels.entries()) {
      const known = best.get(label.intent);
      const share = shares[at] ?? 0;
      const { slots } = known && known.share > share ? known : label;
      best.set(label.intent, { intent: label.intent, slots, share: (known?.share ?? 0) + share });
    }
    const none = best.get(nothing)?.share ?? 0;
    best.delete(nothing);
    return { intents: [...best.values()].toSorted((a, b) => b.share - a.share), none };
  };
}
