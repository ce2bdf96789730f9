import type { Lexicon } from '../lexicon.ts';
import type { Lists } from '../lists.ts';
import type { Token } from '../normalise.ts';
import type { ReadFillings } from '../slots.ts';
import { type Shaped, toFeatures } from './features.ts';
import { fromText, type Label, nothing } from './labels.ts';
import { judge, type Model } from './model.ts';
import { createShape } from './shape.ts';

/** How likely something said is each intent; the likeliest comes first. */
export type Likelihoods = {
  readonly intents: readonly Likelihood[];
  /** How likely it is none of them. */
  readonly none: number;
  /** How many of its words the build has not met. */
  readonly strange: number;
};
/** `slots` are those that the whole sentence tells. */
export type Likelihood = Label & { readonly share: number };

/** Nothing comes of what is less likely. */
const negligible = 0.001;

export type Classify = (readFillings: ReadFillings) => (tokens: readonly Token[]) => Likelihoods;

/** What an utterance is about as a whole, whatever its order. It has no notion of what an utterance may do. */
export function createClassify(model: Model, lists: Lists, lexicon: Lexicon): Classify {
  const shape = createShape(lists, lexicon);
  const labels = model.labels.map(fromText);

  return (readFillings) => {
    const toShaped = shape(readFillings);
    return (tokens) => toLikelihoods(toShaped(tokens));
  };

  function toLikelihoods(shaped: readonly Shaped[]): Likelihoods {
    const best = gatherIntents(judge(model, toFeatures(shaped, model.isKnown)));
    const none = best.get(nothing)?.share ?? 0;
    best.delete(nothing);
    return {
      intents: [...best.values()].toSorted((a, b) => b.share - a.share),
      none,
      strange: shaped.filter(({ hash }) => !model.isKnown(hash)).length,
    };
  }

  /** Each intent with the likeliest of its labels. */
  function gatherIntents(shares: Float64Array): Map<string, Likelihood> {
    const best = new Map<string, Likelihood>();
    for (let at = 0; at < shares.length; at += 1) {
      const share = shares[at] ?? 0;
      const label = labels[at];
      if (!label || share < negligible) continue;
      const known = best.get(label.intent);
      const { slots } = known && known.share > share ? known : label;
      best.set(label.intent, { intent: label.intent, slots, share: (known?.share ?? 0) + share });
    }
    return best;
  }
}
