/** One word of an utterance, or the words of a value. */
export type Shaped = {
  /** The word itself, or what kind of value it is. */
  readonly shape: string;
  readonly hash: number;
  /** Where it ends, in words from where it begins. */
  readonly length: number;
  /** What it tells alone: what it may be or mean, and its words if it is a value. */
  readonly own: readonly Feature[];
  /** How each of its words sounds, roughly. */
  readonly skeletons: readonly string[];
};

/** What is known of a word or a value before it is put into numbers. */
export type Piece = Pick<Shaped, 'shape' | 'skeletons'> & {
  readonly words: readonly string[];
  /** The value of a closed list, or the lists of living names that it is on. */
  readonly kinds: readonly string[];
  readonly concepts: readonly string[];
};

/** A feature of an utterance: a hash of 32 bits. */
export type Feature = number;

/** What a feature tells of, so that one word gives several. */
const tells = { word: 1, pair: 2, skip: 3, kind: 4, said: 5, concept: 6, sound: 7 } as const;
/** So many words at most are one by their sound: "date a base". */
const longestSound = 3;
const edge = toHash('^');
const unknown = toHash('?');

export function toShaped({ shape, words, kinds, concepts, skeletons }: Piece): Shaped {
  const said = kinds.length > 0 ? words : [];
  return {
    shape,
    hash: toHash(shape),
    length: words.length,
    own: [
      ...kinds.map((kind) => mix(tells.kind, toHash(kind))),
      ...said.map((word) => mix(tells.said, toHash(word))),
      ...concepts.map((concept) => mix(tells.concept, toHash(concept))),
    ],
    skeletons,
  };
}

/**
 * What an utterance is judged by: its words, which of them stand beside each other, what they mean and how they
 * sound. A word that was not met while learning (`isKnown`) is only some word.
 */
export function toFeatures(
  shaped: readonly Shaped[],
  isKnown: (shape: number) => boolean,
): ReadonlySet<Feature> {
  const found = new Set<Feature>();
  addNeighbours(
    found,
    shaped.map(({ hash }) => (isKnown(hash) ? hash : unknown)),
  );
  for (const { own } of shaped) for (const feature of own) found.add(feature);
  addSounds(
    found,
    shaped.flatMap(({ skeletons }) => skeletons),
  );
  return found;
}

function addNeighbours(found: Set<Feature>, shapes: readonly number[]): void {
  for (let at = 0; at <= shapes.length; at += 1) {
    const here = shapes[at] ?? edge;
    found.add(mix(tells.word, here));
    found.add(mix(mix(tells.pair, shapes[at - 1] ?? edge), here));
    if (at > 0) found.add(mix(mix(tells.skip, shapes[at - 2] ?? edge), here));
  }
}

function addSounds(found: Set<Feature>, skeletons: readonly string[]): void {
  for (let at = 0; at < skeletons.length; at += 1) {
    let hash: number = tells.sound;
    for (let next = at; next < Math.min(skeletons.length, at + longestSound); next += 1) {
      hash = continueHash(hash, skeletons[next] ?? '');
      found.add(hash);
    }
  }
}

/** FNV-1a, 32 bits. */
export function toHash(text: string): number {
  return continueHash(0x811c9dc5, text);
}

function continueHash(before: number, text: string): number {
  let hash = before;
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash | 0;
}

function mix(hash: number, next: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ next;
  return Math.imul(mixed ^ (mixed >>> 13), 0x297a2d39) | 0;
}
